import fs from "node:fs";

/** Functions that write to a file that is open, or to one by its path. */
const writers = ["write", "writev", "writeFile", "appendFile", "writeSync", "writevSync", "writeFileSync", "appendFileSync"] as const;

/**
 * Keeps code of this thread from writing past its console: what is printed by the number of the process's output or error stream
 * would get between the lines that are printed for the caller, such as the JSON of the command line. Such a call throws.
 */
export function guardTerminal(): void {
  const own = fs as unknown as Record<string, (file: unknown, ...rest: unknown[]) => unknown>;
  for (const name of writers) {
    const write = own[name]!;
    own[name] = (file, ...rest) => {
      if (file === 1 || file === 2) throw new Error(`fs.${name}(${file}, ...) would write to the terminal: use console.log().`);
      return write.call(fs, file, ...rest);
    };
  }
}
