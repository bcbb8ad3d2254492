import { useState, type ReactNode } from "react";

interface FoldProps {
  readonly id: string;
  readonly title: string;
  /** What is next to the title, folded or not. */
  readonly summary: ReactNode;
  /** Whether it is open until the user folds or opens it. */
  readonly open: boolean;
  readonly children: ReactNode;
}

/** A section under a heading that folds it away. */
export function Fold({ id, title, summary, open, children }: FoldProps) {
  const [chosen, setChosen] = useState<boolean>();
  const isOpen = chosen ?? open;
  return (
    <details
      className="fold"
      aria-labelledby={id}
      open={isOpen}
      onToggle={({ currentTarget }) => currentTarget.open !== isOpen && setChosen(currentTarget.open)}
    >
      <summary>
        <h2 id={id}>{title}</h2> <span className="fold-summary">{summary}</span>
      </summary>
      {children}
    </details>
  );
}
