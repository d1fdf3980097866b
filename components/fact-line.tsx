import { Fragment } from 'preact';

export interface FactLineProps {
  /** Short facts in words: "hier 17:05", "96 mots". */
  facts: readonly string[];
}

/** Facts beside each other with dots between them; the line breaks between two facts, never inside one. */
export function FactLine({ facts }: FactLineProps) {
  return (
    <>
      {facts.map((fact, index) => (
        <Fragment key={fact}>
          {index > 0 && ' '}
          <span class="fact">{index < facts.length - 1 ? `${fact} ·` : fact}</span>
        </Fragment>
      ))}
    </>
  );
}
