import "./toolkit";
import { useLayoutEffect, useRef } from "react";

interface TextFieldProps {
  readonly label: string;
  readonly value: string;
  readonly onInput: (value: string) => void;
}

/** A line of text; its label stands in it as the placeholder. */
export function TextField({ label, value, onInput }: TextFieldProps) {
  const field = useRef<HTMLElement>(null);
  // The element overwrites its own aria-label when it is attached.
  useLayoutEffect(() => field.current?.setAttribute("aria-label", label), [label]);
  return (
    <vscode-text-field
      ref={field}
      placeholder={label}
      value={value}
      onInput={(event) => onInput((event.target as HTMLInputElement).value)}
    />
  );
}
