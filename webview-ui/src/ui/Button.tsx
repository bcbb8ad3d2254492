import "./toolkit";
import type { ReactNode } from "react";

interface ButtonProps {
  readonly appearance?: "primary" | "secondary" | "icon";
  /** What a screen reader says where the content is only an icon. */
  readonly label?: string;
  readonly disabled?: boolean;
  readonly onClick: () => void;
  readonly children: ReactNode;
}

/** A push button. */
export function Button({ appearance = "primary", label, disabled = false, onClick, children }: ButtonProps) {
  return (
    <vscode-button appearance={appearance} aria-label={label} title={label} disabled={disabled} onClick={onClick}>
      {children}
    </vscode-button>
  );
}
