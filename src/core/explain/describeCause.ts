import type { Cause } from "./causes";

/** One plain sentence: what was found, and what to do. */
export function describeCause(cause: Cause, lfNames: readonly string[], labels: readonly string[]): string {
  const lf = (column: number): string => lfNames[column] ?? `LF ${column}`;
  const label = (index: number): string => labels[index] ?? `label ${index}`;
  switch (cause.kind) {
    case "broad-lf":
      return `${lf(cause.lf)} votes on ${percent(cause.coverage)} of the rows and for the wrong label on ${rows(cause)}: narrow it.`;
    case "correlated-lfs": {
      const [a, b] = cause.lfs;
      return `${lf(a)} and ${lf(b)} err together, both for the wrong label on ${rows(cause)}, and count twice: merge them, or delete one.`;
    }
    case "few-lfs": {
      const names = cause.lfs.map(lf).join(" and ");
      const few = cause.lfs.length === 1 ? `Only ${names} votes` : `Only ${names} vote`;
      return `${few} for ${label(cause.label)}, which is part of ${rows(cause)}: with fewer than three LFs nothing tells how good they are. Write another.`;
    }
    case "no-lf":
      return `No LF votes for ${label(cause.label)}, which ${cause.goldRows} gold rows are: write one.`;
    case "wrong-balance":
      return (
        `It gives ${percent(cause.predicted)} of the rows the label ${label(cause.label)}; gold has ${percent(cause.gold)}, ` +
        `majority vote gives ${percent(cause.majority)}: let gold correct the class prior, or give the class balance.`
      );
  }
}

const percent = (share: number): string => `${Math.round(share * 100)} %`;
const rows = ({ behind, of }: { behind: number; of: number }): string => `${behind} of the ${of} rows that went wrong`;
