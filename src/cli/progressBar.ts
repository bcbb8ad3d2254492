import type { Progress } from "../protocol/snapshot";
import { createProgressText } from "../services/reports/progressText";
import { plainLine, plainText } from "../services/reports/plainText";

export interface ProgressBar {
  /** Draws the progress, or nothing without one. */
  draw(progress: Progress | undefined): void;
  /** Writes a line of its own above the bar. */
  line(text: string): void;
  clear(): void;
}

const WIDTH = 30;

/** A bar on a terminal; in a pipe nothing is drawn and only lines are written. */
export function progressBar(stream: NodeJS.WriteStream): ProgressBar {
  const pace = createProgressText(() => performance.now());
  let drawn = "";
  const clear = (): void => {
    if (drawn !== "") stream.write("\r\x1b[2K");
    drawn = "";
  };
  return {
    draw: (progress) => {
      if (!stream.isTTY) return;
      const text = progress ? plainLine(barText(progress, pace(progress))) : "";
      if (text === drawn) return;
      clear();
      stream.write(text);
      drawn = text;
    },
    line: (text) => {
      clear();
      stream.write(`${plainText(text)}\n`);
    },
    clear,
  };
}

function barText({ what, done, total }: Progress, said: string): string {
  if (total === 0) return `${what} ...`;
  const share = Math.min(1, done / total);
  const filled = Math.round(WIDTH * share);
  return `${"#".repeat(filled)}${"-".repeat(WIDTH - filled)} ${said}`;
}
