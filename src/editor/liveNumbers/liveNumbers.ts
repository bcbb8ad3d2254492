import { Disposable, Range, ThemeColor, window, type DecorationOptions, type TextEditor } from "vscode";
import { scanExports } from "../../core/data/scanExports";
import type { LfSnapshot, ProjectSnapshot } from "../../protocol/snapshot";
import type { Session } from "../../services/session";
import { accuracyText, coverageText, faultedRows, lfChangeText, lfDetails } from "../../services/reports/wording";
import { settings } from "../ids";
import { numbersIn } from "../platform/watched";
import { onSettingChange, showsLiveNumbers } from "../platform/settings";

/**
 * Numbers at the end of an LF's line while its file has unsaved changes: the editor delays CodeLens by up to half a second,
 * decorations by nothing. Once saved, the settled numbers of the CodeLens are enough.
 */
export function registerLiveNumbers(session: Session): Disposable {
  const style = window.createTextEditorDecorationType({
    after: { margin: "0 0 0 2em", color: new ThemeColor("editorCodeLens.foreground"), fontStyle: "italic" },
  });
  const draw = (editor: TextEditor): void => editor.setDecorations(style, showsLiveNumbers() ? numbersOf(editor, session) : []);
  const drawAll = (): void => window.visibleTextEditors.forEach(draw);
  return Disposable.from(style, window.onDidChangeVisibleTextEditors(drawAll), onSettingChange([settings.liveNumbers], drawAll), {
    dispose: session.watch(numbersIn, drawAll),
  });
}

function numbersOf({ document }: TextEditor, session: Session): DecorationOptions[] {
  if (!document.isDirty) return [];
  const path = document.uri.fsPath;
  const lfs = new Map(
    session.snapshot.projects.flatMap((project) =>
      project.numbers.sample.lfs.filter((lf) => lf.file === path).map((lf) => [lf.name, { lf, project }]),
    ),
  );
  if (lfs.size === 0) return [];
  return scanExports(document.getText()).flatMap(({ name, line }) => {
    const found = lfs.get(name);
    const end = document.lineAt(line - 1).range.end;
    return found?.lf.summary
      ? [
          {
            range: new Range(end, end),
            hoverMessage: lfDetails(found.lf, found.project),
            renderOptions: { after: { contentText: liveText(found.lf, found.project) } },
          },
        ]
      : [];
  });
}

function liveText(lf: LfSnapshot, project: ProjectSnapshot): string {
  const parts = [coverageText(lf, project), accuracyText(lf)];
  if (lf.change) parts.push(lfChangeText(lf.change));
  if (faultedRows(lf) > 0) parts.push("faults");
  return `${parts.join(" · ")}${lf.stale ? " (older version)" : ""}`;
}
