import { CodeLens, Disposable, EventEmitter, languages, Range, type CodeLensProvider, type Command, type TextDocument } from "vscode";
import { changedRows } from "../../core/statistics/changes";
import { scanExports } from "../../core/data/scanExports";
import type { RowFilter } from "../../core/data/rowFilter";
import type { LfSnapshot, ProjectSnapshot } from "../../protocol/snapshot";
import type { Session } from "../../services/session";
import { counted, wholeNumber } from "../../core/data/numberText";
import { estimateText, faultedRows, lfDetails, lfTitle } from "../../services/reports/wording";
import { commands, internalCommands, settings } from "../ids";
import { numbersIn } from "../platform/watched";
import { onSettingChange, showsCodeLens } from "../platform/settings";

/** What each LF is worth, above it: its numbers, then the rows behind them. Places follow the text, numbers the last run. */
export function registerCodeLens(session: Session): Disposable {
  const changed = new EventEmitter<void>();
  const provider: CodeLensProvider = {
    onDidChangeCodeLenses: changed.event,
    provideCodeLenses: (document) => (showsCodeLens() ? lensesOf(document, session) : []),
  };
  return Disposable.from(
    changed,
    languages.registerCodeLensProvider({ scheme: "file", pattern: "**/*.ts" }, provider),
    onSettingChange([settings.codeLens], () => changed.fire()),
    { dispose: session.watch(numbersIn, () => changed.fire()) },
  );
}

function lensesOf(document: TextDocument, session: Session): CodeLens[] {
  const path = document.uri.fsPath;
  const places = new Map<string, number>();
  for (const { name, line } of scanExports(document.getText())) if (!places.has(name)) places.set(name, line - 1);
  return session.snapshot.projects.flatMap((project) =>
    project.lfs.flatMap((lf) => {
      const line = lf.file === path ? places.get(lf.name) : undefined;
      return line === undefined ? [] : lfCommands(lf, project).map((command) => new CodeLens(new Range(line, 0, line, 0), command));
    }),
  );
}

function lfCommands(lf: LfSnapshot, project: ProjectSnapshot): Command[] {
  const showFiltered = (title: string, filter: RowFilter, tooltip: string): Command => ({
    title,
    tooltip,
    command: internalCommands.showRows,
    arguments: [project.root, filter],
  });
  const show = (title: string, rows: NonNullable<RowFilter["lf"]>["rows"], tooltip: string): Command =>
    showFiltered(title, { lf: { name: lf.name, rows } }, tooltip);
  const title = show(lfTitle(lf, project), "covered", `${lfDetails(lf, project)}\nShow the rows this LF votes on`);
  if (!lf.summary) return [title];
  const actions = [show(counted(lf.summary.votes, "row"), "covered", "Show the rows this LF votes on")];
  if (lf.summary.incorrect > 0) actions.push(show(`${lf.summary.incorrect} wrong`, "incorrect", "Show the rows it gets wrong"));
  if (lf.summary.conflicts > 0)
    actions.push(show(`${lf.summary.conflicts} in conflict`, "conflict", "Show the rows where another LF votes differently"));
  const changed = lf.change ? changedRows(lf.change) : 0;
  if (changed > 0)
    actions.push(
      showFiltered(
        `${wholeNumber(changed)} changed`,
        { changed: { of: { lf: lf.name } } },
        `Show the rows whose vote differs from ${project.baseline?.title}`,
      ),
    );
  const debug = (title: string, rows: "fault" | "incorrect"): Command => ({
    title,
    tooltip: "Debug this LF on the first such row",
    command: commands.debugRow,
    arguments: [{ root: project.root, lf: lf.name, rows }],
  });
  const faulted = faultedRows(lf);
  if (faulted > 0) actions.push(show("rows that fault", "fault", "Show the rows it faults on"));
  if (faulted > 0) actions.push(debug("debug a fault", "fault"));
  else if (lf.summary.incorrect > 0) actions.push(debug("debug a wrong row", "incorrect"));
  const estimate = estimateText(lf);
  if (estimate !== "") actions.push(show(estimate, "covered", estimateTooltip));
  return [title, ...actions];
}

const estimateTooltip =
  "est.: the label model's estimate of its accuracy, from the agreement between LFs, without gold.\nadds: how much worse the denoised labels would be without it.";
