const channels = /^rgba?\(\s*([\d.]+)[ ,]+([\d.]+)[ ,]+([\d.]+)/;
const hex = /^#([\da-f]{2})([\da-f]{2})([\da-f]{2})$/i;

function parse(color: string): [number, number, number] | null {
  const [, red, green, blue] = channels.exec(color) ?? [];
  if (red && green && blue) return [Number(red), Number(green), Number(blue)];
  const [, ...pairs] = hex.exec(color) ?? [];
  const [first, second, third] = pairs.map((pair) => Number.parseInt(pair, 16));
  return first === undefined || second === undefined || third === undefined
    ? null
    : [first, second, third];
}

/**
 * What stands for a colour of the draft while the mailbox is dark, as Outlook does: the lightness is
 * mirrored, the hue stays. The draft itself keeps the colour that its reader will see.
 */
export function darkColor(light: string): string {
  const parsed = parse(light === 'black' ? '#000000' : light);
  if (!parsed) return light;
  const [red, green, blue] = parsed;
  const shift = 255 - Math.max(red, green, blue) - Math.min(red, green, blue);
  return `rgb(${red + shift}, ${green + shift}, ${blue + shift})`;
}
