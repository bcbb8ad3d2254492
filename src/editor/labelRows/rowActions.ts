import { Disposable, window } from "vscode";
import { counted } from "../../core/data/numberText";
import type { RowFilter } from "../../core/data/rowFilter";
import { tagProblem } from "../../core/gold/remarks";
import { labelMany, previewMany } from "../../services/gold/labelMany";
import type { Session } from "../../services/session";
import { internalCommands } from "../ids";
import { chooseOne, showInformation, showWarning } from "../platform/dialogs";
import { register, type RowArgument } from "../platform/commands";
import { rowText } from "../platform/rowText";
import { whoJudges } from "./whoJudges";

/** What is said of rows wherever they are shown: labels, of one row or of all that a filter has; tags; comments. */
export const registerRowActions = (session: Session): Disposable =>
  Disposable.from(
    register(internalCommands.labelRow, "Label a row", (row) => labelRow(session, row)),
    register(internalCommands.labelFiltered, "Label these rows", (root, filter) => labelFiltered(session, root, filter)),
    register(internalCommands.tagRow, "Tag a row", (row) => tagRow(session, row)),
    register(internalCommands.commentRow, "Comment on a row", (row) => commentRow(session, row)),
  );

async function labelRow(session: Session, { root, row: number }: RowArgument): Promise<void> {
  const by = await whoJudges();
  if (by === undefined) return;
  const row = await session.row(root, number);
  const label = await chooseLabel(session, root, `Label ${row.id}`, rowText(row), row.prediction);
  if (label === undefined) return;
  const judgements = session.judgements(root);
  offerUndo(`${row.id} is ${label}, says ${by}.`, await labelMany({ judgements, by, rows: [number], label }));
}

/** The denoised label is not put first: it would bias who labels. */
async function chooseLabel(
  session: Session,
  root: string,
  title: string,
  placeHolder: string,
  denoised?: string,
): Promise<string | undefined> {
  const labels = session.snapshot.projects.find((one) => one.root === root)?.labels ?? [];
  const items = labels.map((label) => ({ label, ...(label === denoised ? { description: "denoised label" } : {}) }));
  return (await chooseOne(items, { title, placeHolder }))?.label;
}

async function labelFiltered(session: Session, root: string, filter: RowFilter): Promise<void> {
  const by = await whoJudges();
  if (by === undefined) return;
  const rows = session.matching(root, filter);
  if (rows.length === 0) return void showInformation("No rows of the sample match, so there is nothing to label.");
  const title = `Label ${counted(rows.length, "row")}`;
  const label = await chooseLabel(session, root, title, "The same label for all of them");
  if (label === undefined) return;
  const many = { judgements: session.judgements(root), by, rows, label };
  const first = await Promise.all(Array.from(rows.subarray(0, 5), (row) => session.row(root, row)));
  const answer = await showWarning(
    `${title} as ${label}?`,
    { modal: true, detail: previewText(previewMany(many), first.map(rowText)) },
    "Label All",
  );
  if (answer === "Label All") offerUndo(`${counted(rows.length, "row")} labeled ${label}.`, await labelMany(many));
}

function previewText({ rows, same, replaced, sharing }: ReturnType<typeof previewMany>, texts: readonly string[]): string {
  const more = rows > texts.length ? [`and ${counted(rows - texts.length, "more row")}`] : [];
  return [
    ...texts.map((text) => `· ${text.slice(0, 100)}`),
    ...more,
    "",
    ...(same > 0 ? [`Of these, ${counted(same, "row")} already ${same === 1 ? "has" : "have"} this label from you.`] : []),
    ...(replaced > 0 ? [`Your other label of ${counted(replaced, "row")} is replaced.`] : []),
    ...(sharing > 0 ? [`${counted(sharing, "row")} share content or id with another one, and the label.`] : []),
    "They count as chosen by hand: no estimate is unbiased that uses them.",
  ].join("\n");
}

/** The offer stands until it is closed; nobody waits for it. */
function offerUndo(message: string, undo: () => Promise<void>): void {
  void showInformation(message, "Undo").then(async (answer) => {
    if (answer === "Undo") await undo();
  });
}

async function tagRow(session: Session, { root, row: number }: RowArgument): Promise<void> {
  const by = await whoJudges();
  if (by === undefined) return;
  const { id, tags = [] } = await session.row(root, number);
  const known = session.snapshot.projects.find((one) => one.root === root)?.judgements?.tags ?? [];
  const items = [
    { label: "$(add) New Tag...", tag: undefined, description: "" },
    ...known.map(({ tag, rows }) => ({
      label: `${tags.includes(tag) ? "$(check) " : ""}${tag}`,
      tag,
      description: `${counted(rows, "row")}${tags.includes(tag) ? "; choose it to take it off" : ""}`,
    })),
  ];
  const chosen = await chooseOne(items, {
    title: `Tag ${id}`,
    placeHolder: tags.length === 0 ? "It has no tag" : `It has ${tags.join(", ")}`,
  });
  const asked =
    chosen && (chosen.tag ?? (await window.showInputBox({ title: `New tag on ${id}`, validateInput: (text) => tagProblem(text.trim()) })));
  if (asked === undefined) return;
  const tag = asked.trim();
  const judgements = session.judgements(root);
  await judgements.add([
    { row: judgements.keyOf(number), tag, by, at: judgements.now(), ...(tags.includes(tag) ? { removed: true } : {}) },
  ]);
}

async function commentRow(session: Session, { root, row: number }: RowArgument): Promise<void> {
  const by = await whoJudges();
  if (by === undefined) return;
  const { id, comments = [] } = await session.row(root, number);
  const last = comments.at(-1);
  const prompt = last ? `${last.by}: ${last.comment}` : "Nobody has commented on it yet.";
  const comment = (await window.showInputBox({ title: `Comment on ${id}`, prompt, ignoreFocusOut: true }))?.trim();
  if (comment === undefined || comment === "") return;
  const judgements = session.judgements(root);
  await judgements.add([{ row: judgements.keyOf(number), comment, by, at: judgements.now() }]);
}
