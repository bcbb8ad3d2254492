/** How a cell's text names a label: for gold and for tables of votes alike. */

/** @returns the index of the label that a text names, or undefined */
export type LabelOf = (text: string) => number | undefined;

/**
 * Labels match by their text. A text that spells a number or a truth value otherwise ("1.0", "True") matches the label of that
 * value ("1", "true"), if no label is spelled as the text is.
 */
export function createLabelOf(labels: readonly string[]): LabelOf {
  const byText = new Map(labels.map((label, index) => [label, index]));
  const byNumber = new Map(
    labels.flatMap((label, index): [string, number][] => {
      const value = plainNumber(label);
      return value === undefined ? [] : [[value, byText.get(value) ?? index]];
    }),
  );
  return (text) =>
    byText.get(text) ?? (/^(true|false)$/i.test(text) ? byText.get(text.toLowerCase()) : byNumber.get(plainNumber(text) ?? ""));
}

/** Where no label is a number, a whole number may be a label's index, from 0. "1.0" counts: programs write whole columns of numbers so. */
export function createIndexOf(labels: readonly string[]): LabelOf {
  const namesAreNumbers = labels.some((label) => plainNumber(label) !== undefined);
  return (text) => {
    const value = namesAreNumbers ? undefined : plainNumber(text.trim());
    const index = value === undefined || !/^\d+$/.test(value) ? -1 : Number(value);
    return index >= 0 && index < labels.length ? index : undefined;
  };
}

/** Longer texts are not looked at as numbers. */
const NUMBER_LENGTH = 100;

/** The one spelling of a plain decimal number's value ("01.50" is "1.5"); of any other text undefined. */
export function plainNumber(text: string): string | undefined {
  if (text.length > NUMBER_LENGTH) return undefined;
  const [, sign, whole, fraction] = /^(-?)0*(\d+)(?:\.(?=\d)(\d*?)0*)?$/.exec(text) ?? [];
  if (whole === undefined) return undefined;
  const value = fraction ? `${whole}.${fraction}` : whole;
  return value === "0" ? value : `${sign}${value}`;
}
