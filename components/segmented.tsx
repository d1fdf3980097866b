import { useId } from 'preact/hooks';

export interface SegmentedProps<Value extends string> {
  label: string;
  value: Value;
  options: readonly { value: Value; label: string }[];
  /** The label is read out in any case; where the choices do not explain themselves it is seen too. */
  labelShown?: boolean;
  onChange(value: Value): void;
}

/** One choice of a few, all visible. Native radio buttons: arrows, names and forms come for free. */
export function Segmented<Value extends string>(props: SegmentedProps<Value>) {
  const group = useId();
  const choices = (
    <div class="segmented" role="radiogroup" aria-label={props.label}>
      {props.options.map((option) => (
        <label key={option.value} class="segment">
          <input
            type="radio"
            name={group}
            value={option.value}
            checked={option.value === props.value}
            onChange={() => props.onChange(option.value)}
          />
          <span class="segment-text">{option.label}</span>
        </label>
      ))}
    </div>
  );
  if (!props.labelShown) return choices;
  return (
    <div class="field">
      <span class="field-label" aria-hidden="true">
        {props.label}
      </span>
      {choices}
    </div>
  );
}
