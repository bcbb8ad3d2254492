import { dirname, resolve } from "node:path";
import * as z from "zod";
import type { Compilation } from "../../engine/bundle";
import { readRegularText } from "../../files/regularFile";

/** What names a file of votes that were worked out once: see `KeptVotes` of the SDK. */
const namesVotes = z.object({ file: z.string(), sha256: z.string() });

/** The files of votes that LFs read, relative to the project's folder. */
export async function keptFiles({ files }: Compilation): Promise<readonly string[]> {
  const inputs = [...new Set(files.flatMap(({ path, inputs }) => inputs.map((input) => resolve(dirname(path), input))))];
  const texts = await Promise.all(inputs.filter((path) => path.endsWith(".json")).map((path) => readRegularText(path).catch(() => "")));
  const names = texts.flatMap((text) => {
    const table = namesVotes.safeParse(parsed(text));
    return table.success ? [table.data.file] : [];
  });
  return [...new Set(names)];
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
