import { useState } from 'preact/hooks';

/**
 * A field over a stored value. What is being typed wins over what is stored, whatever changes meanwhile: a
 * save of another field, another page, an answer of the background.
 */
export function useTyped(stored: string): {
  value: string;
  type(text: string): void;
  /** What was typed is stored now: the field shows what is stored again, unless typing went on. */
  saved(text: string): void;
} {
  const [typed, setTyped] = useState<string | null>(null);
  return {
    value: typed ?? stored,
    type: setTyped,
    saved: (text) => setTyped((now) => (now === text ? null : now)),
  };
}
