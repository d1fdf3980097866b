import { Search, X } from 'lucide-preact';
import { IconButton } from './icon-button';

export interface SearchFieldProps {
  label: string;
  clearLabel: string;
  value: string;
  name?: string;
  onQuery(query: string): void;
}

/** Searches as one types; Escape and the cross clear it. */
export function SearchField({ label, clearLabel, value, name, onQuery }: SearchFieldProps) {
  return (
    <search class="search">
      <Search size={17} strokeWidth={1.9} aria-hidden="true" />
      <input
        type="search"
        name={name}
        aria-label={label}
        placeholder={label}
        value={value}
        onInput={(event) => onQuery(event.currentTarget.value)}
        onKeyDown={(event) => {
          // Firefox leaves the words where they are.
          if (event.key === 'Escape' && value !== '') onQuery('');
        }}
      />
      {value !== '' && (
        <IconButton
          label={clearLabel}
          icon={<X size={17} strokeWidth={1.9} aria-hidden="true" />}
          onPress={() => onQuery('')}
        />
      )}
    </search>
  );
}
