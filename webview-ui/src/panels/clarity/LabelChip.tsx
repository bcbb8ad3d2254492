/** Colours for labels, in this order and then again; a label is known by its name, the colour only helps to find it. */
const TONES = 6;

/** A label's name, with the colour that it has everywhere. `labels`: those of the project, in its order. */
export function LabelChip({ label, labels }: { label: string; labels: readonly string[] }) {
  return <bdi className={`chip ${toneOf(label, labels)}`}>{label}</bdi>;
}

/** The class that gives a label its colour; none for a label that the project does not have. */
export function toneOf(label: string, labels: readonly string[]): string {
  const at = labels.indexOf(label);
  return at < 0 ? "" : `label-tone label-tone-${at % TONES}`;
}
