interface Props {
  readonly label: string;
  readonly value: string;
  readonly onSearch: (text: string) => void;
}

/** The search of a part other than the findings. */
export function SearchField({ label, value, onSearch }: Props) {
  return (
    <search>
      <label class="search">
        <span class="hidden">{label}</span>
        <input
          id="search"
          type="search"
          placeholder={label}
          autocomplete="off"
          spellcheck={false}
          value={value}
          onInput={(event) => onSearch(event.currentTarget.value)}
        />
        <kbd aria-hidden="true">/</kbd>
      </label>
    </search>
  );
}
