/** How reports call whose predictions they are. */
export function sourceName(source: string): string {
  const known: Readonly<Record<string, string>> = { majority: "majority vote", labelModel: "label model", endModel: "end model" };
  return known[source] ?? source.replace(/^job:/, "job ");
}

/** A share 0..1 in percent; "n/a" where there is none. */
export const share = (value: number | null): string => (value === null ? "n/a" : `${(100 * value).toFixed(1)}%`);

export const decimal = (value: number | null): string => (value === null ? "n/a" : value.toFixed(3));
