import type { RowView } from "../../../../src/protocol/panel";
import { commentRow, debugRow, labelRow, pinRow, tagRow } from "../../state";
import { Icon } from "../../ui/Icon";

interface RowActionsProps {
  readonly row: RowView;
  /** The LF that the rows are about; without one, the editor asks. */
  readonly lf: string | undefined;
}

/** What can be done with a row: say something of it, pin it to an LF, debug an LF on it. */
export function RowActions({ row, lf }: RowActionsProps) {
  const pinned = (row.pins ?? []).length > 0;
  return (
    <>
      <button type="button" className="link" title={`Label ${row.id} by hand`} onClick={() => labelRow(row.row)}>
        <Icon name="edit" /> Label
      </button>
      <button type="button" className="link" title={`Tag ${row.id}, or take a tag off`} onClick={() => tagRow(row.row)}>
        <Icon name="tag" /> Tag
      </button>
      <button type="button" className="link" title={`Comment on ${row.id}`} onClick={() => commentRow(row.row)}>
        <Icon name="comment" /> Comment
      </button>
      <button type="button" className="link" title={`Pin what ${lf ?? "an LF"} must vote on ${row.id}`} onClick={() => pinRow(row.row, lf)}>
        <Icon name={pinned ? "pinned" : "pin"} /> Pin
      </button>
      <button type="button" className="link" title={`Debug ${lf ?? "an LF"} on ${row.id}`} onClick={() => debugRow(row.row, lf)}>
        <Icon name="debug-alt-small" /> Debug
      </button>
    </>
  );
}
