/** What a command answers goes to stdout; what went wrong, one line each, to stderr. Neither ever steers the terminal. */
export const print = (text: string): void => void process.stdout.write(`${plain(text)}\n`);

export const warn = (line: string): void => void process.stderr.write(`${plain(line).replaceAll("\n", " ")}\n`);

/** Text of the data may hold control characters that would move the cursor, set titles or fake other lines: they are shown instead. */
export const plain = (text: string): string =>
  text.replace(/[\u0000-\u0008\u000b-\u001f\u007f-\u009f]/g, (character) => `\\x${character.charCodeAt(0).toString(16).padStart(2, "0")}`);

/** A reader that has seen enough (`| head`) ends the command quietly; any other failure to write says so. */
export function endWithReader(): void {
  for (const stream of [process.stdout, process.stderr]) {
    stream.on("error", (error: NodeJS.ErrnoException) => {
      if (error.code === "EPIPE") process.exit(0);
      if (stream === process.stdout) process.stderr.write(`lf-lens: the output cannot be written: ${error.message}\n`);
      process.exit(1);
    });
  }
}
