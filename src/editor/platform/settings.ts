import { workspace, type Disposable } from "vscode";
import type { EngineLimits } from "../../protocol/engine";
import type { BaselineChoice } from "../../services/project/ports";
import { settings } from "../ids";

export type RunMode = "onType" | "onSave" | "manual";

export const runMode = (): RunMode => workspace.getConfiguration().get<RunMode>(settings.run, "onType");

/** The engine's limits, from settings in seconds. */
export function engineLimits(): EngineLimits {
  const configuration = workspace.getConfiguration();
  return {
    lfMs: 1000 * configuration.get<number>(settings.lfSeconds, 10),
    rowMs: 1000 * configuration.get<number>(settings.rowSeconds, 1),
    memoryMb: configuration.get<number>(settings.memoryMb, 2048),
  };
}

/** What changes are shown against. */
export const baselineChoice = (): BaselineChoice =>
  workspace.getConfiguration().get<"saved" | "head">(settings.baseline, "saved") === "head" ? { revision: "HEAD" } : "saved";

/** Whether the end model is trained again after a save. */
export const retrainsOnSave = (): boolean => workspace.getConfiguration().get<"off" | "onSave">(settings.retrain, "off") === "onSave";

export const allowsOutsidePaths = (): boolean => workspace.getConfiguration().get<boolean>(settings.allowOutsidePaths, false);

export const showsCodeLens = (): boolean => workspace.getConfiguration().get<boolean>(settings.codeLens, true);

export const showsEvidence = (): boolean => workspace.getConfiguration().get<boolean>(settings.evidence, true);

export const showsLiveNumbers = (): boolean => workspace.getConfiguration().get<boolean>(settings.liveNumbers, true);

/** Calls back when one of these settings changes. */
export const onSettingChange = (ids: readonly string[], listener: () => void): Disposable =>
  workspace.onDidChangeConfiguration((event) => {
    if (ids.some((id) => event.affectsConfiguration(id))) listener();
  });
