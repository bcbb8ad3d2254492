/** Which key stands for which label. */

/** Letters that the panel itself takes. */
const TAKEN = new Set("bfgnsu");

export interface LabelKey {
  readonly label: string;
  /** "1" to "9" for the first nine. */
  readonly digit?: string;
  /** The first letter of the label that nothing else takes. */
  readonly letter?: string;
}

/** Keys for labels in their order: a digit, and a letter of its own where one is free. */
export function labelKeys(labels: readonly string[]): LabelKey[] {
  const taken = new Set(TAKEN);
  return labels.map((label, at) => {
    const letter = [...label.toLowerCase()].find((one) => /^[a-z]$/.test(one) && !taken.has(one));
    if (letter !== undefined) taken.add(letter);
    return { label, ...(at < 9 ? { digit: String(at + 1) } : {}), ...(letter === undefined ? {} : { letter }) };
  });
}

/** The label that a pressed key stands for. */
export const labelOfKey = (keys: readonly LabelKey[], key: string): string | undefined =>
  keys.find(({ digit, letter }) => key === digit || key.toLowerCase() === letter)?.label;
