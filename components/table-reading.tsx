export interface ReadingChoice {
  /** e.g. `separator`; the name of its control. */
  name: string;
  label: string;
  value: string;
  /** Value and words of each. */
  options: readonly (readonly [value: string, words: string])[];
}

export interface TableReadingProps {
  choices: readonly ReadingChoice[];
  /** With what can be chosen, and not only with what is. */
  whole: boolean;
  onChoose(name: string, value: string): void;
}

/** How a file was read, where that was a guess: separator, encoding, sheet. */
export function TableReading({ choices, whole, onChoose }: TableReadingProps) {
  return (
    <>
      {choices.map(({ name, label, value, options }) => (
        <label key={name} class="field">
          <span class="field-label">{label}</span>
          <select
            class="select"
            name={name}
            value={value}
            onChange={(event) => onChoose(name, event.currentTarget.value)}
          >
            {options
              .filter(([one]) => whole || one === value)
              .map(([one, words]) => (
                <option key={one} value={one}>
                  {words}
                </option>
              ))}
          </select>
        </label>
      ))}
    </>
  );
}
