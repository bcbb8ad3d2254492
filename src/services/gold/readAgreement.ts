import { join } from "node:path";
import type { Problem } from "../../core/data/problem";
import { readGold } from "../../gold/readGold";
import { parseConfig } from "../config/parse";
import { CONFIG_FILE } from "../config/schema";
import { agreementReport, type AgreementReport } from "./agreementReport";

/**
 * How far the people who judged a project's rows agree; the data is not read.
 * @param root the project's folder, absolute
 * @throws Error in plain words if the config cannot be used
 */
export async function readAgreement(
  root: string,
  boundary: string | undefined,
  readText: (path: string) => Promise<string>,
): Promise<{ readonly report: AgreementReport; readonly problems: readonly Problem[] }> {
  const file = join(root, CONFIG_FILE);
  const text = await readText(file).catch(() => {
    throw new Error(`There is no ${CONFIG_FILE} in ${root}. Give the project folder.`);
  });
  const { config, problems } = parseConfig(text, file);
  if (!config) throw new Error(problems.map(({ message }) => `${file}: ${message}`).join("\n"));
  const found = await readGold(root, boundary);
  return { report: agreementReport(found.judged, config.labels, config.gold.consensus), problems: found.problems };
}
