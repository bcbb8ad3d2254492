import { workspace, type Disposable } from "vscode";
import type { EngineLimits } from "../../protocol/engine";
import { engineLimits } from "../../services/config/limits";
import type { BaselineChoice } from "../../services/project/ports";
import { settings } from "../ids";
import { showWarning } from "./dialogs";

export type RunMode = "onType" | "onSave" | "manual";

export const runMode = (): RunMode => workspace.getConfiguration().get<RunMode>(settings.run, "onType");

/** The engine's limits. A setting that cannot be used is told once. */
export function limitSettings(): EngineLimits {
  const configuration = workspace.getConfiguration();
  const wanted = {
    lfSeconds: configuration.get(settings.lfSeconds),
    rowSeconds: configuration.get(settings.rowSeconds),
    memoryMb: configuration.get(settings.memoryMb),
  };
  return engineLimits(wanted, (text) => {
    if (told.has(text)) return;
    told.add(text);
    void showWarning(text);
  });
}

const told = new Set<string>();

/** What changes are shown against. */
export const baselineChoice = (): BaselineChoice =>
  workspace.getConfiguration().get<"saved" | "head">(settings.baseline, "saved") === "head" ? { revision: "HEAD" } : "saved";

/** Whether the end model is trained again after a save. */
export const retrainsOnSave = (): boolean => workspace.getConfiguration().get<"off" | "onSave">(settings.retrain, "off") === "onSave";

/** Whether the panel for labeling by hand shows what LFs vote before the judgement. */
export const votesBeforeJudgement = (): boolean => workspace.getConfiguration().get<boolean>(settings.votesBefore, false);

export const allowsOutsidePaths = (): boolean => workspace.getConfiguration().get<boolean>(settings.allowOutsidePaths, false);

export const showsCodeLens = (): boolean => workspace.getConfiguration().get<boolean>(settings.codeLens, true);

export const showsEvidence = (): boolean => workspace.getConfiguration().get<boolean>(settings.evidence, true);

export const showsLiveNumbers = (): boolean => workspace.getConfiguration().get<boolean>(settings.liveNumbers, true);

/** Calls back when one of these settings changes. */
export const onSettingChange = (ids: readonly string[], listener: () => void): Disposable =>
  workspace.onDidChangeConfiguration((event) => {
    if (ids.some((id) => event.affectsConfiguration(id))) listener();
  });
