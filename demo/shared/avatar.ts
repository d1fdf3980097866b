import { el } from './dom.ts';

const colours = ['#7b5ea7', '#0b7a75', '#b3541e', '#3d6fb6', '#8a4f7d', '#4d7c3a', '#a1483f'];

/** A round initial in a colour that stays the same for the same name. */
export function avatar(name: string, size: number): HTMLElement {
  const sum = [...name].reduce((total, letter) => total + letter.codePointAt(0)!, 0);
  const round = el('span', { class: 'avatar', 'aria-hidden': 'true' }, name.slice(0, 1));
  round.style.cssText = `width:${size}px;height:${size}px;font-size:${size * 0.45}px;background:${colours[sum % colours.length]}`;
  return round;
}
