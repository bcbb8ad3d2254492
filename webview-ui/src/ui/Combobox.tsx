import { useId, useRef, useState, type KeyboardEvent } from "react";
import { Icon } from "./Icon";

interface ComboboxProps {
  readonly label: string;
  /** What is chosen. */
  readonly value: string;
  readonly options: readonly string[];
  readonly onChange: (value: string) => void;
}

/** Longer lists are narrowed by typing. */
const SHOWN = 100;

/** A choice of one from a list that can be searched: the combobox pattern of the ARIA authoring practices. As wide as its longest option. */
export function Combobox({ label, value, options, onChange }: ComboboxProps) {
  const id = useId();
  const input = useRef<HTMLInputElement>(null);
  /** What is typed; undefined while the list is closed. */
  const [sought, setSought] = useState<string>();
  const [active, setActive] = useState(0);
  const open = sought !== undefined;
  const matching = options.filter((option) => option.toLowerCase().includes((sought ?? "").trim().toLowerCase()));
  const shown = matching.slice(0, SHOWN);
  const show = (text: string, at = 0): void => {
    setSought(text);
    setActive(Math.max(0, at));
  };
  const close = (): void => setSought(undefined);
  const choose = (option: string | undefined): void => {
    if (option === undefined) return;
    close();
    if (option !== value) onChange(option);
  };
  const press = (event: KeyboardEvent): void => {
    if (!open && ["ArrowDown", "ArrowUp", "Enter"].includes(event.key)) show("", options.indexOf(value));
    else if (open && event.key === "ArrowDown") setActive(Math.min(active + 1, shown.length - 1));
    else if (open && event.key === "ArrowUp") setActive(Math.max(active - 1, 0));
    else if (open && event.key === "Enter") choose(shown[active]);
    else if (open && event.key === "Escape") close();
    else return;
    event.preventDefault();
    event.stopPropagation();
  };
  return (
    <div className="combobox">
      <input
        ref={input}
        role="combobox"
        aria-label={label}
        title={label}
        aria-expanded={open}
        aria-controls={`${id}-list`}
        aria-autocomplete="list"
        {...(open && shown.length > 0 && { "aria-activedescendant": `${id}-${active}` })}
        style={{ width: `${Math.min(40, Math.max(...options.map(({ length }) => length)) + 4)}ch` }}
        value={sought ?? value}
        placeholder={value}
        onClick={() => (open ? close() : show("", options.indexOf(value)))}
        onChange={(event) => show(event.target.value)}
        onKeyDown={press}
        onBlur={close}
      />
      <Icon name="chevron-down" />
      <div className="combobox-list" hidden={!open}>
        <ul id={`${id}-list`} role="listbox" aria-label={label}>
          {shown.map((option, at) => (
            <li
              key={option}
              id={`${id}-${at}`}
              role="option"
              aria-selected={option === value}
              className={at === active ? "active" : ""}
              ref={(item) => void (open && at === active && item?.scrollIntoView({ block: "nearest" }))}
              // Before the field loses the focus, which closes the list.
              onMouseDown={(event) => event.preventDefault()}
              onClick={() => choose(option)}
            >
              {option}
            </li>
          ))}
        </ul>
        {shown.length === 0 && <p className="muted">Nothing matches</p>}
        {matching.length > shown.length && <p className="muted">{`${matching.length - shown.length} more: type to find them`}</p>}
      </div>
    </div>
  );
}
