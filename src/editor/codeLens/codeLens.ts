import { CodeLens, Disposable, EventEmitter, languages, Range, type CodeLensProvider, type Command, type TextDocument } from "vscode";
import { scanExports } from "../../core/data/scanExports";
import type { LfRows, RowFilter } from "../../core/data/rowFilter";
import type { LfSnapshot, ProjectSnapshot } from "../../protocol/snapshot";
import type { Session } from "../../services/session";
import { wholeNumber } from "../../core/data/numberText";
import { faultedRows, lensText, lfChangeText, lfDetails, polarityText } from "../../services/reports/wording";
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
    project.numbers.sample.lfs.flatMap((lf) => {
      const line = lf.file === path ? places.get(lf.name) : undefined;
      return line === undefined ? [] : lfCommands(lf, project).map((command) => new CodeLens(new Range(line, 0, line, 0), command));
    }),
  );
}

/** What it is worth, the rows behind that, and last what can be done; what an LF that faults or never votes needs is that alone. */
function lfCommands(lf: LfSnapshot, project: ProjectSnapshot): Command[] {
  const show = (title: string, filter: RowFilter, tooltip: string): Command => ({
    title,
    tooltip,
    command: internalCommands.showRows,
    arguments: [project.root, filter],
  });
  const rows = (title: string, which: LfRows, tooltip: string): Command => show(title, { lf: { name: lf.name, rows: which } }, tooltip);
  const debug = (which: "fault" | "incorrect"): Command => ({
    title: "debug",
    tooltip: `Debug this LF on the first row that ${which === "fault" ? "it faults on" : "it gets wrong"}`,
    command: commands.debugRow,
    arguments: [{ root: project.root, lf: lf.name, rows: which }],
  });
  const title = lensText(lf, project);
  if (faultedRows(lf) > 0) return [rows(title, "fault", "Show the rows it faults on"), debug("fault")];
  const [about, { summary }] = [`${polarityText(lf, project.labels)}\n${lfDetails(lf, project)}`.trim(), lf];
  const first = rows(title, "covered", `${about}\nShow the rows this LF votes on`);
  const ask = askCommand(lf, project);
  if (!summary || summary.votes === 0) return [first, ...ask];
  return [
    first,
    ...(summary.incorrect > 0 ? [rows(`${wholeNumber(summary.incorrect)} wrong`, "incorrect", "Show the rows it gets wrong")] : []),
    ...(summary.conflicts > 0
      ? [rows(`${wholeNumber(summary.conflicts)} in conflict`, "conflict", "Show the rows where another LF votes differently")]
      : []),
    ...(lf.change
      ? [
          show(
            lfChangeText(lf.change),
            { changed: { of: { lf: lf.name } } },
            `Show the rows whose vote differs from ${project.baseline?.title}`,
          ),
        ]
      : []),
    ...(summary.incorrect > 0 ? [debug("incorrect")] : []),
    ...ask,
  ];
}

/** Of a prompt with rows that have no answer yet. */
const askCommand = ({ name, asked, notAsked }: LfSnapshot, { root }: ProjectSnapshot): Command[] =>
  asked && notAsked !== undefined
    ? [
        {
          title: "ask model",
          tooltip: "Ask the model about more rows; what would be sent and what it costs is said before",
          command: commands.askModel,
          arguments: [{ root, lf: name }],
        },
      ]
    : [];
