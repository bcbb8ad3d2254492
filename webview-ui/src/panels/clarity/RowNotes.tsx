import type { ProjectSnapshot, RowView } from "../../../../src/protocol/panel";
import { showRows } from "../../state";
import { Icon } from "../../ui/Icon";
import { LabelChip } from "./LabelChip";

interface RowNotesProps {
  readonly row: RowView;
  readonly project: ProjectSnapshot;
}

/** What people wrote of a row, what its votes were in the baseline, and what LFs must vote on it. */
export function RowNotes({ row: { changes = [], pins = [], tags = [], comments = [] }, project: { labels, baseline } }: RowNotesProps) {
  if (changes.length + pins.length + tags.length + comments.length === 0) return null;
  return (
    <ul className="row-notes">
      {tags.map((tag) => (
        <li key={`tag ${tag}`}>
          <Icon name="tag" />{" "}
          <button type="button" className="link" title={`All rows with the tag ${tag}`} onClick={() => showRows({ tag })}>
            <bdi>{tag}</bdi>
          </button>
        </li>
      ))}
      {comments.map(({ by, at, comment }) => (
        <li key={`comment ${at} ${by}`} title={at}>
          <Icon name="comment" /> <bdi>{by}</bdi>: <bdi>{comment}</bdi>
        </li>
      ))}
      {changes.map(({ lf, from, to }) => (
        <li key={lf ?? ""} title={baseline && `Against ${baseline.title}`}>
          {lf ?? "denoised label"}: <Vote label={from} labels={labels} /> → <Vote label={to} labels={labels} />
        </li>
      ))}
      {pins.map(({ lf, vote, holds }) => (
        <li key={`pin ${lf}`}>
          {holds !== undefined && <Icon name={holds ? "pass" : "error"} className={holds ? "right" : "wrong"} />} pinned: {lf} must{" "}
          {vote === null ? "abstain" : "vote "}
          {vote !== null && <LabelChip label={vote} labels={labels} />}
          {holds !== undefined && (holds ? ", holds" : ", fails")}
        </li>
      ))}
    </ul>
  );
}

function Vote({ label, labels }: { readonly label: string | undefined; readonly labels: readonly string[] }) {
  return label === undefined ? <span className="muted">none</span> : <LabelChip label={label} labels={labels} />;
}
