import type { EngineEvents } from "../../protocol/engine";
import type { Print } from "../realm/realm";

/** Where LFs' console output goes: to the log, under the LF's name, only the first lines of each run of each LF. */
export interface LfConsole {
  readonly print: Print;
  /** From now on this LF prints. */
  startLf(name: string): void;
  /** From now on nothing is printed, until the next LF starts. */
  mute(): void;
}

const LINES = 20;

export function createLfConsole(log: EngineEvents["log"]): LfConsole {
  let name = "";
  let lines = 0;
  let muted = false;
  return {
    print(level, text) {
      if (muted) return;
      lines++;
      if (lines <= LINES) log({ level, text: name === "" ? text : `${name}: ${text}` });
      else if (lines === LINES + 1) log({ level: "warn", text: `${name}: prints more than ${LINES} lines; the rest is left out.` });
    },
    startLf(started) {
      name = started;
      lines = 0;
      muted = false;
    },
    mute() {
      muted = true;
    },
  };
}
