import { CodeAction, CodeActionKind, Disposable, languages, type QuickPickItem, type Range, type TextDocument } from "vscode";
import type { RowFilter } from "../../core/data/rowFilter";
import { counted, percent } from "../../core/data/numberText";
import { isInside } from "../../files/paths";
import type { ProjectSnapshot } from "../../protocol/snapshot";
import type { LfSuggestion } from "../../protocol/suggest";
import type { Session } from "../../services/session";
import { addsText, coverageText, precisionText } from "../../services/suggest/suggestText";
import { commands } from "../ids";
import { chooseProject } from "../platform/chooseProject";
import { register, type SuggestArgument } from "../platform/commands";
import { chooseMany, chooseOne, showInformation } from "../platform/dialogs";
import { followTask } from "../platform/followTask";
import { projectOnScreen } from "../platform/projectOnScreen";
import { insertLfs, lfFiles, removeLfs } from "./insertLfs";

const TITLE = "Suggest Labeling Functions";

/** LFs that would add to those there are: as a command, on an LF for more of its label, and on an empty line. */
export const registerSuggestLfs = (session: Session): Disposable =>
  Disposable.from(
    register(commands.suggestLfs, TITLE, (asked) => suggest(session, typeof asked === "string" ? { root: asked } : (asked ?? {}))),
    languages.registerCodeActionsProvider(
      lfFiles,
      { provideCodeActions: (document, range) => actions(session, document, range) },
      { providedCodeActionKinds: [CodeActionKind.Refactor] },
    ),
  );

/** Answers with what was inserted and kept. */
async function suggest(session: Session, { accept, ...asked }: SuggestArgument): Promise<readonly LfSuggestion[] | undefined> {
  const root = asked.root ?? projectOnScreen(session.snapshot)?.root;
  const project = await chooseProject(session, "Suggest labeling functions for", root);
  if (!project) return undefined;
  const wanted = asked.label !== undefined || asked.rows || accept !== undefined ? asked : await chooseWanted(project);
  if (!wanted) return undefined;
  const found = await followTask(session, project.root, "suggest", () => session.suggest(project.root, wanted));
  if (!found) return undefined;
  if (found.length === 0) {
    void showInformation("Nothing was found that would add to the labeling functions there are. Gold on more rows would help.");
    return [];
  }
  const chosen = accept === undefined ? await chooseSuggestions(found) : found.slice(0, accept);
  if (!chosen || chosen.length === 0) return undefined;
  const document = await insertLfs(project, chosen);
  if (accept !== undefined) return chosen;
  const isKept = (await tryOut(chosen.length)) !== "Remove";
  if (!isKept) await removeLfs(document, chosen);
  return isKept ? chosen : [];
}

/** They run unsaved, so that their numbers can be seen before they are kept. */
const tryOut = (count: number): Thenable<"Keep" | "Remove" | undefined> =>
  showInformation(`${counted(count, "labeling function")} inserted but not saved yet. Each shows its live numbers.`, "Keep", "Remove");

interface WantedItem extends QuickPickItem {
  readonly wanted: { readonly label?: string; readonly rows?: RowFilter };
}

async function chooseWanted({ labels, numbers }: ProjectSnapshot): Promise<WantedItem["wanted"] | undefined> {
  const { rows, set, goldRows } = numbers.sample;
  const silent = rows - (set?.covered ?? 0);
  const items: WantedItem[] = [
    { label: "Whatever adds most", description: counted(rows, "row"), wanted: {} },
    ...(silent > 0
      ? [{ label: "Rows without a vote", description: percent(silent, rows), wanted: { rows: { set: "silent" as const } } }]
      : []),
    ...(goldRows > 0 && (set?.covered ?? 0) > 0
      ? [
          {
            label: "Rows with a wrong denoised label",
            description: "of those with gold",
            wanted: { rows: { clarity: { prediction: "wrong" as const } } },
          },
        ]
      : []),
    ...labels.map((label) => ({ label, description: "only this label", wanted: { label } })),
  ];
  return (await chooseOne(items, { title: TITLE, placeHolder: "What should they help with?", matchOnDescription: true }))?.wanted;
}

function chooseSuggestions(found: readonly LfSuggestion[]): Promise<readonly LfSuggestion[] | undefined> {
  const items = found.map((suggestion) => ({
    label: suggestion.source.replace(/^export const /, "").replace(/;$/, ""),
    detail: `${addsText(suggestion)}; ${coverageText(suggestion)}; ${precisionText(suggestion)}`,
    suggestion,
  }));
  const options = {
    title: `${TITLE}: ${counted(found.length, "suggestion")}, the best first`,
    placeHolder: "Select those to insert, then press Enter",
    ignoreFocusOut: true,
    matchOnDetail: true,
  };
  return chooseMany(items, options).then((chosen) => chosen?.map(({ suggestion }) => suggestion));
}

function actions({ snapshot }: Session, document: TextDocument, range: Range): CodeAction[] {
  const path = document.uri.fsPath;
  const project = snapshot.projects.findLast(({ root }) => isInside(path, root));
  if (!project || !range.isEmpty) return [];
  const { root, numbers, labels } = project;
  if (document.lineAt(range.start.line).text.trim() === "") return [action(`${TITLE}...`, { root })];
  const line = range.start.line + 1;
  const lf = numbers.sample.lfs.find((one) => one.file === path && one.line <= line && line <= one.endLine);
  const polarity = lf?.summary?.polarity ?? [];
  if (polarity.length !== 1) return [];
  const label = labels[polarity[0]!]!;
  return [action(`Suggest More Labeling Functions for ${label}...`, { root, label })];
}

function action(title: string, asked: SuggestArgument): CodeAction {
  const made = new CodeAction(title, CodeActionKind.Refactor);
  made.command = { title, command: commands.suggestLfs, arguments: [asked] };
  return made;
}
