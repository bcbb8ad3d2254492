import { join } from "node:path";
import picomatch from "picomatch";
import { isReallyInside } from "../../files/paths";
import { readRegularText } from "../../files/regularFile";
import { parseConfig } from "../config/parse";
import { CONFIG_FILE } from "../config/schema";
import { lfFileMatcher } from "../project/lfFiles";

/**
 * The folder, absolute, in which the LFs of models stand: one that the config's `functions` reads, `models` if it does.
 * @param root the project's folder
 * @throws Error in plain words if there is no such folder, or one that a link leads out of the project, or no config that can be read
 */
export async function modelFolder(root: string): Promise<string> {
  const functions = await lfPatterns(root);
  const isRead = lfFileMatcher(root, functions);
  const bases = functions.map((pattern) => picomatch.scan(pattern).base);
  const folders = ["models", ...bases.map((base) => join(base, "models")), ...bases].map((folder) => join(root, folder));
  const found = folders.find((folder) => isRead(join(folder, "anyName.lf.ts")));
  if (found !== undefined && !(await isReallyInside(found, root)))
    throw new Error(`${found} is a symbolic link that leads outside the project, so no LF is written there. Replace it with a folder.`);
  if (found !== undefined) return found;
  throw new Error(`${CONFIG_FILE}: "functions" (${functions.join(", ")}) matches no folder for LFs of models. Add "models/*.lf.ts" to it.`);
}

/** The globs of a project's LF files. @throws Error in plain words if there is no config that can be read */
export async function lfPatterns(root: string): Promise<readonly string[]> {
  const configFile = join(root, CONFIG_FILE);
  const { config, problems } = parseConfig(await readRegularText(configFile), configFile);
  if (!config) throw new Error(problems.map(({ file, message }) => `${file}: ${message}`).join("\n"));
  return config.functions;
}
