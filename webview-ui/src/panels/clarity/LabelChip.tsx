import { labelTone } from "../../labelTone";

/** A label's name, with the sign that it has everywhere. `labels`: those of the project, in its order. */
export function LabelChip({ label, labels }: { label: string; labels: readonly string[] }) {
  return <bdi className={`chip ${labelTone(label, labels)}`}>{label}</bdi>;
}
