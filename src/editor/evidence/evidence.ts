import { Disposable, MarkdownString, Range, ThemeColor, window, type DecorationOptions, type TextEditor } from "vscode";
import type { RowFilter } from "../../core/data/rowFilter";
import type { EvidenceCount, ProjectSnapshot } from "../../protocol/snapshot";
import { evidenceText, partName, partTitle, rightText } from "../../services/reports/evidenceText";
import type { Session } from "../../services/session";
import { counted } from "../../core/data/numberText";
import { internalCommands, settings } from "../ids";
import { numbersIn } from "../platform/watched";
import { onSettingChange, showsEvidence } from "../platform/settings";

/** At the end of each line that decides rows (a return, a word, an alternative): how many, and how many of them rightly. */
export function registerEvidence(session: Session): Disposable {
  const style = window.createTextEditorDecorationType({
    after: { margin: "0 0 0 2em", color: new ThemeColor("editorCodeLens.foreground") },
  });
  const draw = (editor: TextEditor): void => {
    const decorations = showsEvidence() ? decorationsOf(editor, session.snapshot.projects) : [];
    // What stands there moves with the text until the code runs again.
    if (decorations) editor.setDecorations(style, decorations);
  };
  const drawAll = (): void => window.visibleTextEditors.forEach(draw);
  return Disposable.from(style, window.onDidChangeVisibleTextEditors(drawAll), onSettingChange([settings.evidence], drawAll), {
    dispose: session.watch(numbersIn, drawAll),
  });
}

/** Beyond this, a window of 1600 px has its minimap: what does not fit is in the hover. */
const MOST_COLUMNS = 105;

/** A part of an LF, and the way to its rows. */
interface Part {
  readonly count: EvidenceCount;
  readonly lf: string;
  readonly site: number;
  readonly project: ProjectSnapshot;
}

/** Undefined while numbers of the file are of an older version: their places are not those of the text. */
function decorationsOf({ document }: TextEditor, projects: readonly ProjectSnapshot[]): DecorationOptions[] | undefined {
  const path = document.uri.fsPath;
  if (projects.some(({ numbers }) => numbers.sample.lfs.some(({ file, stale }) => stale && file === path))) return undefined;
  const byLine = new Map<number, Part[]>();
  for (const part of partsIn(path, projects)) {
    const { line } = part.count;
    if (line <= document.lineCount) byLine.set(line, [...(byLine.get(line) ?? []), part]);
  }
  return Array.from(byLine.values(), (parts) => decorationOf(parts, document.lineAt(parts[0]!.count.line - 1).range.end.character));
}

const partsIn = (path: string, projects: readonly ProjectSnapshot[]): Part[] =>
  projects.flatMap((project) =>
    project.numbers.sample.lfs.flatMap(({ name, file, evidence = [] }) =>
      evidence.flatMap((count, site) => ((count.file ?? file) === path ? [{ count, lf: name, site, project }] : [])),
    ),
  );

function decorationOf(parts: readonly Part[], lineEnd: number): DecorationOptions {
  const [first] = parts;
  const line = first!.count.line - 1;
  const start = Math.min(lineEnd, ...parts.map(({ count }) => count.column - 1));
  const text = evidenceText(
    parts.map(({ count }) => count),
    first!.project.labels,
    MOST_COLUMNS - lineEnd,
  );
  return { range: new Range(line, start, line, lineEnd), hoverMessage: linksOf(parts), renderOptions: { after: { contentText: text } } };
}

/** A line for each part, which shows its rows. */
function linksOf(parts: readonly Part[]): MarkdownString {
  const text = new MarkdownString();
  text.isTrusted = { enabledCommands: [internalCommands.showRows] };
  for (const { count, lf, site, project } of parts) {
    const filter: RowFilter = { evidence: { lf, site, part: partTitle(count, project.labels) } };
    const target = encodeURIComponent(JSON.stringify([project.root, filter]));
    text.appendMarkdown("- ").appendText(`${partName(count, project.labels)}: `);
    text.appendMarkdown(
      `[${counted(count.rows, "row")}, ${rightText(count, "", "no gold")}](command:${internalCommands.showRows}?${target})\n`,
    );
  }
  return text;
}
