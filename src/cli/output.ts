import { plainLine, plainText } from "../services/reports/plainText";

/** What a command answers goes to stdout; what went wrong, one line each, to stderr. All text takes this way: none steers the terminal. */
export const print = (text: string): void => void process.stdout.write(`${plainText(text)}\n`);

export const warn = (line: string): void => void process.stderr.write(`${plainLine(line)}\n`);

/** For what is written as it comes, in pieces: help and wrong usage. */
export const rawOutput = {
  writeOut: (text: string): void => void process.stdout.write(plainText(text)),
  writeErr: (text: string): void => void process.stderr.write(plainText(text)),
};

/** A reader that has seen enough (`| head`) ends the command quietly; any other failure to write says so. */
export function endWithReader(): void {
  for (const stream of [process.stdout, process.stderr]) {
    stream.on("error", (error: NodeJS.ErrnoException) => {
      if (error.code === "EPIPE") process.exit(0);
      if (stream === process.stdout) warn(`lf-lens: the output cannot be written: ${error.message}`);
      process.exit(1);
    });
  }
}
