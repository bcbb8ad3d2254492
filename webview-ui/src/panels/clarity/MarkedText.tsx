import { labelTone } from "../../labelTone";
import { segmentsOf, type Span } from "./spans";

interface MarkedTextProps {
  readonly text: string;
  readonly spans: readonly Span[];
  readonly labels: readonly string[];
}

/** A text in which what LFs found is marked: a title names the LFs, the line below has the colour of the label they vote. */
export function MarkedText({ text, spans, labels }: MarkedTextProps) {
  return segmentsOf(text, spans).map(({ text: part, spans: on }, at) => {
    const [first] = on;
    if (!first) return part;
    const title = on.map(({ lf, label }) => `${lf} votes ${label}`).join(", ");
    return (
      <mark key={at} className={`found ${labelTone(first.label, labels)}`} title={title}>
        {part}
      </mark>
    );
  });
}
