import { counted, percent, wholeNumber } from "../../core/data/numberText";
import type { LfSuggestion } from "../../protocol/suggest";

/** "19 of 20 right (76%-99%)": of gold that it was not mined from; what is expected where there is none. */
export function precisionText({ goldRows, goldRight, interval, expected }: LfSuggestion): string {
  if (!interval) return `no gold on its rows; about ${percent(expected, 1)} expected`;
  return `${goldRight} of ${wholeNumber(goldRows)} right on gold it was not mined from (95% interval ${percent(interval.low, 1)}-${percent(interval.high, 1)})`;
}

/** "510 rows (320 new, 190 overlap), about 230 more right". */
export const coverageText = ({ rows, newRows, overlap }: LfSuggestion): string =>
  `${counted(rows, "row")} (${wholeNumber(newRows)} without a vote so far, ${wholeNumber(overlap)} with other votes)`;

/** "adds about 230 right labels". */
export const addsText = ({ adds }: LfSuggestion): string => `adds about ${counted(Math.round(adds), "right label")}`;

/** Each with its text and what speaks for it. */
export function suggestionsText(suggestions: readonly LfSuggestion[]): string {
  if (suggestions.length === 0) return "Nothing was found that would add to the labeling functions there are.";
  return suggestions
    .map((one, i) => [`${i + 1}. ${one.source}`, `   ${addsText(one)}; ${coverageText(one)}`, `   ${precisionText(one)}`].join("\n"))
    .join("\n");
}

/** What `suggest --json` prints. */
export const suggestionsJson = (suggestions: readonly LfSuggestion[]): object => ({
  suggestions: suggestions.map(({ imports: _imports, precision, interval, ...one }) => ({
    ...one,
    precision: precision ?? null,
    interval: interval ? [interval.low, interval.high] : null,
  })),
});

/** A file of these LFs. */
export function lfFileText(suggestions: readonly LfSuggestion[]): string {
  const imports = [...new Set(suggestions.flatMap((one) => one.imports))].sort();
  return `import { ${imports.join(", ")} } from "lf-lens";\n\n${suggestions.map(({ source }) => `${source}\n`).join("")}`;
}
