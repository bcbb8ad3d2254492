import type { RowView } from "../../../../src/protocol/panel";
import { debugRow, pinRow } from "../../state";
import { Icon } from "../../ui/Icon";

interface RowActionsProps {
  readonly row: RowView;
  /** The LF that the rows are about; without one, the editor asks. */
  readonly lf: string | undefined;
}

/** What can be done with a row: pin it to an LF, debug an LF on it. */
export function RowActions({ row, lf }: RowActionsProps) {
  const pinned = (row.pins ?? []).length > 0;
  return (
    <>
      <button type="button" className="link" title={`Pin what ${lf ?? "an LF"} must vote on ${row.id}`} onClick={() => pinRow(row.row, lf)}>
        <Icon name={pinned ? "pinned" : "pin"} /> Pin
      </button>
      <button type="button" className="link" title={`Debug ${lf ?? "an LF"} on ${row.id}`} onClick={() => debugRow(row.row, lf)}>
        <Icon name="debug-alt-small" /> Debug
      </button>
    </>
  );
}
