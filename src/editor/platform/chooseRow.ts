import { QuickPickItemKind, type QuickPickItem } from "vscode";
import type { RowFilter } from "../../core/data/rowFilter";
import type { RowView } from "../../protocol/panel";
import type { Session } from "../../services/session";
import type { ChosenLf } from "./chooseLf";
import { rowText, voteText } from "./rowText";
import { chooseOne } from "./dialogs";

interface RowItem extends QuickPickItem {
  readonly row?: RowView;
}

/** Of each group as many rows are offered; the panel shows all. */
const GROUP_ROWS = 100;

/** Lets the user choose a row of the sample for an LF: those it faults on or gets wrong first, then its votes, then the others. */
export async function chooseRow(session: Session, { project, lf }: ChosenLf, title: string): Promise<RowView | undefined> {
  const groups: [string, RowFilter][] = [
    ["Rows it faults on", { lf: { name: lf.name, rows: "fault" } }],
    ["Rows it gets wrong", { lf: { name: lf.name, rows: "incorrect" } }],
    ["Rows it votes on", { lf: { name: lf.name, rows: "covered" } }],
    ["All rows", {}],
  ];
  const pages = await Promise.all(groups.map(([, filter]) => session.rows(project.root, filter, 0, GROUP_ROWS)));
  const seen = new Set<number>();
  const items = groups.flatMap(([label], group): RowItem[] => {
    const rows = pages[group]!.rows.filter(({ row }) => !seen.has(row));
    for (const { row } of rows) seen.add(row);
    return rows.length === 0 ? [] : [{ label, kind: QuickPickItemKind.Separator }, ...rows.map((row) => rowItem(row, lf.name))];
  });
  const picked = await chooseOne<RowItem>(items, {
    title,
    placeHolder: "Choose a row",
    matchOnDescription: true,
    matchOnDetail: true,
  });
  return picked?.row;
}

const rowItem = (row: RowView, lf: string): RowItem => ({
  label: row.id,
  description: [voteText(row, lf), row.gold === undefined ? "no gold" : `gold ${row.gold}`].join(", "),
  detail: rowText(row),
  row,
});
