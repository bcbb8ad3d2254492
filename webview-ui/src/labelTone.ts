/** Each label's own sign: a colour for the first twelve, and beyond a pattern of the bar as well. A label is known by its name; the sign only helps to find it. */
const TONES = 12;
/** Solid, dashed, dotted or double, before the name or after it. */
const PATTERNS = 8;

/** The classes that give a label its sign; none for a label that the project does not have. `labels`: the project's, in its order. */
export function labelTone(label: string, labels: readonly string[]): string {
  const at = labels.indexOf(label);
  if (at < 0) return "";
  const pattern = Math.floor(at / TONES) % PATTERNS;
  return `label-tone label-tone-${at % TONES}${pattern === 0 ? "" : ` label-pattern-${pattern}`}`;
}
