import { userInfo } from "node:os";
import { ConfigurationTarget, window, workspace } from "vscode";
import { nameProblem } from "../../core/gold/judgement";
import { settings } from "../ids";

/** The setting's name; asked for once. Undefined if the user went away. */
export async function whoJudges(): Promise<string | undefined> {
  const configuration = workspace.getConfiguration();
  const known = configuration.get<string>(settings.annotator, "").trim();
  if (known !== "" && nameProblem(known) === undefined) return known;
  const by = await window.showInputBox({
    title: "Label Rows: your name",
    prompt: "Your labels are saved under it in gold/<name>.jsonl. It is kept in your settings.",
    value: known === "" ? userInfo().username : known,
    validateInput: (text) => nameProblem(text.trim()),
  });
  if (by !== undefined) await configuration.update(settings.annotator, by.trim(), ConfigurationTarget.Global);
  return by?.trim();
}
