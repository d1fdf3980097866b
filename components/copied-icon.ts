import { type ComponentChild, render } from 'preact';

/**
 * A `ref` that puts a copy of a picture into its element, which has no other content. For pictures that
 * stand in every row of a list: drawn once and copied by the browser they cost a fraction of what they cost
 * as parts of each row, and a list is drawn again at every key of a search.
 */
export function copiedIcon(picture: ComponentChild): (place: Element | null) => void {
  let original: Element | null = null;
  return (place) => {
    if (!place || place.firstChild) return;
    if (!original) {
      const sheet = document.createElement('div');
      render(picture, sheet);
      original = sheet.firstElementChild;
    }
    if (original) place.append(original.cloneNode(true));
  };
}
