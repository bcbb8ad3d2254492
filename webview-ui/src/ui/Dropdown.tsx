import "./toolkit";

interface DropdownProps {
  readonly label: string;
  readonly value: string;
  readonly options: readonly { readonly value: string; readonly text: string }[];
  readonly onChange: (value: string) => void;
}

/** A choice of one from a short list. */
export function Dropdown({ label, value, options, onChange }: DropdownProps) {
  return (
    // Options that come or go leave the toolkit's element on another one than `value`: a new list is a new element.
    <vscode-dropdown
      key={JSON.stringify(options)}
      aria-label={label}
      value={value}
      onChange={(event) => onChange((event.target as HTMLSelectElement).value)}
    >
      {options.map((option) => (
        <vscode-option key={option.value} value={option.value} selected={option.value === value}>
          {option.text}
        </vscode-option>
      ))}
    </vscode-dropdown>
  );
}
