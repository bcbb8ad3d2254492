import type { JobSnapshot, LogEntry } from "../../protocol/jobs";
import { plainLine } from "../reports/plainText";
import { wholeNumber } from "../../core/data/numberText";

/** "running, step 40 of 90", "unknown (running before)", "running, paused", "pending, not agreed to on this machine" */
export function stateText({ state, paused, cancelRequested, progress, history, notAgreed }: JobSnapshot): string {
  if (notAgreed) return `${state}, not agreed to on this machine`;
  const former = history.at(-2)?.state;
  return [
    state === "unknown" && former !== undefined ? `unknown (${former} before)` : state,
    ...(paused ? ["paused"] : []),
    ...(cancelRequested ? ["cancel requested"] : []),
    ...(state === "running" && progress ? [`step ${wholeNumber(progress.done)} of ${wholeNumber(progress.total)}`] : []),
  ].join(", ");
}

export const logLine = ({ at, level, message }: LogEntry): string => `${timeText(at)}  ${level.padEnd(7)}  ${plainLine(message)}`;

/** In UTC: "2026-11-21 09:00:00" */
export const timeText = (at: number): string => new Date(at).toISOString().slice(0, 19).replace("T", " ");
