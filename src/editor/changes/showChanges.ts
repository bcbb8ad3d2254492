import { QuickPickItemKind, window, workspace, type QuickPickItem } from "vscode";
import type { Move, Moves } from "../../core/rows/changedRows";
import { CELLS } from "../../core/clarity/clarityCells";
import type { CellName, ChangedRows, RowFilter } from "../../core/data/rowFilter";
import type { BaselineSnapshot, ProjectSnapshot } from "../../protocol/snapshot";
import type { Session } from "../../services/session";
import { counted } from "../../core/data/numberText";
import { cellText, changeText, lfChangeText } from "../../services/reports/wording";
import { internalCommands, settings } from "../ids";
import { run as runCommand } from "../platform/commands";
import { baselineChoice } from "../platform/settings";
import { chooseOne } from "../platform/dialogs";

interface ChangeItem extends QuickPickItem {
  /** The rows that it opens. */
  readonly changed?: ChangedRows;
  /** Compares with something else. */
  readonly compareWith?: "saved" | "head";
}

/** Lists what changed against the baseline, by LF, label and clarity cell; what is chosen opens its rows. */
export async function showChanges(session: Session, root?: string): Promise<void> {
  const project = await chooseProject(session, root);
  if (!project) return;
  const moves = session.moves(project.root);
  const { baseline } = project;
  const items =
    baseline && moves ? changeItems(project, baseline, moves) : [{ label: project.baselineProblem ?? "There are no statistics yet" }];
  const picked = await chooseOne<ChangeItem>([...items, ...choiceItems()], {
    title: `${project.name}: changes since ${baseline?.title ?? "the baseline"}`,
    placeHolder: "Choose a change to see its rows",
    matchOnDescription: true,
  });
  if (picked?.changed) {
    const filter: RowFilter = { changed: picked.changed };
    await runCommand(internalCommands.showRows, project.root, filter);
  }
  if (picked?.compareWith) await workspace.getConfiguration().update(settings.baseline, picked.compareWith);
}

async function chooseProject({ snapshot: { projects } }: Session, root: string | undefined): Promise<ProjectSnapshot | undefined> {
  const path = window.activeTextEditor?.document.uri.fsPath;
  const named =
    projects.find((project) => project.root === root) ??
    projects.find(({ numbers }) => numbers.sample.lfs.some(({ file }) => file === path));
  if (named || projects.length <= 1) return named ?? projects[0];
  const picked = await chooseOne(
    projects.map((project) => ({ label: project.name, description: project.root, project })),
    { title: "Show the changes of" },
  );
  return picked?.project;
}

function changeItems(
  { labels, numbers: { sample } }: ProjectSnapshot,
  baseline: BaselineSnapshot,
  { rows, ...moves }: Moves,
): ChangeItem[] {
  if (rows === 0 && baseline.removed.length === 0 && sample.lfs.every(({ change }) => !change))
    return [{ label: "Nothing changed", detail: baseline.notes.join(" ") }];
  const name = (label: number): string | null => labels[label] ?? null;
  return [
    { label: counted(rows, "row"), description: "whose vote or denoised label changed", changed: { of: "any" } },
    ...section("Labeling functions", [
      ...sample.lfs.flatMap(({ name: lf, change }) =>
        change ? [{ label: lf, description: lfChangeText(change), changed: ofLf(lf) }] : [],
      ),
      ...baseline.removed.map((lf) => ({ label: lf, description: "removed", changed: ofLf(lf) })),
    ]),
    ...section(
      `Denoised labels: ${changeText(baseline.label, "label")}`,
      moves.labels.map((move) =>
        moveItem(move, (label) => name(label) ?? "no label", { of: "label", from: name(move.from), to: name(move.to) }),
      ),
    ),
    ...section(
      "Clarity cells",
      moves.cells.map((move) =>
        moveItem(move, (cell) => cellText(cellAt(cell)), { of: "cell", from: cellAt(move.from), to: cellAt(move.to) }),
      ),
    ),
    ...section(
      "Also",
      baseline.notes.map((label) => ({ label })),
    ),
  ];
}

const ofLf = (lf: string): ChangedRows => ({ of: { lf } });

/** Only rows with gold have a cell, and a row's gold does not change between versions of LFs. */
const cellAt = (index: number): CellName => CELLS[index]!;

const moveItem = ({ from, to, rows }: Move, text: (index: number) => string, changed: ChangedRows): ChangeItem => ({
  label: `${text(from)} → ${text(to)}`,
  description: counted(rows, "row"),
  changed,
});

const section = (label: string, items: readonly ChangeItem[]): ChangeItem[] =>
  items.length === 0 ? [] : [{ label, kind: QuickPickItemKind.Separator }, ...items];

function choiceItems(): ChangeItem[] {
  const saved = baselineChoice() === "saved";
  return section("Compare with", [
    saved
      ? { label: "$(git-commit) Compare with git HEAD instead", compareWith: "head" }
      : { label: "$(save) Compare with the last saved version instead", compareWith: "saved" },
  ]);
}
