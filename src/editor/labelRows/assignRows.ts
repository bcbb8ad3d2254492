import { Disposable, window } from "vscode";
import { counted } from "../../core/data/numberText";
import { nameProblem } from "../../core/gold/judgement";
import { DEFAULT_STRATEGY, STRATEGIES, STRATEGY_NAMES } from "../../core/gold/queue";
import { assignRows } from "../../services/gold/assignRows";
import type { Session } from "../../services/session";
import { commands } from "../ids";
import { chooseLf } from "../platform/chooseLf";
import { chooseProject } from "../platform/chooseProject";
import { chooseOne, showInformation } from "../platform/dialogs";
import { register, run } from "../platform/commands";

/** Batches for people, disagreements to settle, and spot checks: each ends in Label Rows. */
export const registerAssignRows = (session: Session): Disposable =>
  Disposable.from(
    register(commands.assignRows, "Assign Rows", () => assign(session)),
    register(commands.settleDisagreements, "Settle Disagreements", async () => {
      const project = await chooseProject(session, "Settle disagreements of", undefined);
      if (!project) return;
      if ((project.judgements?.disputed ?? 0) === 0) return void showInformation("People agree on all rows, or somebody has settled them.");
      await run(commands.labelRows, { root: project.root, strategy: "disputed" });
    }),
    register(commands.spotCheck, "Spot Check", async () => {
      const chosen = await chooseLf(session, "Spot check the votes of");
      if (chosen) await run(commands.labelRows, { root: chosen.project.root, strategy: "lf", lf: chosen.lf.name });
    }),
  );

const names = (text: string): string[] => [...new Set(text.split(",").map((name) => name.trim()))].filter((name) => name !== "");

async function assign(session: Session): Promise<void> {
  const project = await chooseProject(session, "Assign rows of", undefined);
  if (!project) return;
  const title = "Assign Rows";
  // Those that need no LF, label or person.
  const offered = STRATEGY_NAMES.filter((name) => !["lf", "label", "assigned"].includes(name));
  const items = offered.map((name) => ({ label: name, detail: STRATEGIES[name], picked: name === DEFAULT_STRATEGY }));
  const strategy = (await chooseOne(items, { title, placeHolder: "Which rows" }))?.label;
  const to = strategy && (await window.showInputBox({ title, prompt: "To whom: names, with commas between", validateInput: namesProblem }));
  const each = to && (await askNumber(title, "Rows for each person", "100", 1));
  const overlap = each && (await askNumber(title, "Of these, rows that all of them get, to measure how far they agree", "20", 0));
  if (!strategy || !to || each === undefined || overlap === undefined || each === "" || overlap === "") return;
  const judgements = session.judgements(project.root);
  const batches = await assignRows(project.root, judgements, {
    strategy,
    to: names(to),
    rows: Number(each),
    overlap: Number(overlap),
    seed: 7,
  });
  const list = batches.map(({ person, rows }) => `${person}: ${counted(rows, "row")}`).join(", ");
  void showInformation(`Written to gold/assigned: ${list}. Commit the files; each person opens Label Rows and chooses "Assigned to me".`);
}

const askNumber = (title: string, prompt: string, value: string, least: number): Thenable<string | undefined> =>
  window.showInputBox({
    ...{ title, prompt, value },
    validateInput: (text) => (/^\d{1,7}$/.test(text.trim()) && Number(text) >= least ? undefined : `Give a whole number from ${least}.`),
  });

const namesProblem = (text: string): string | undefined =>
  names(text).length === 0
    ? "Give one name, or several with commas between."
    : names(text)
        .map(nameProblem)
        .find((problem) => problem !== undefined);
