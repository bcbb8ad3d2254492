import { relative } from "node:path";
import { Command } from "commander";
import type { ExportChange } from "../protocol/snapshot";
import { findChanges, readManifest } from "../services/export/verify";
import { counted } from "../core/data/numberText";
import { plainJson } from "../services/reports/plainText";
import { print } from "./output";

/** `lf-lens verify FILE`: is an export still what its inputs give? */
export function verifyCommand(): Command {
  return new Command("verify")
    .description("Check an export and its inputs against the export's manifest.")
    .argument("<file>", "the export (file or Hugging Face folder), or its manifest")
    .option("--json", 'print JSON: {"manifest", "changes": [{"part", "path", "what"}]}')
    .addHelpText("after", "\nExit code: 0 unchanged, 1 changed, 2 wrong usage.")
    .action(verify);
}

async function verify(file: string, { json }: { json?: boolean }): Promise<void> {
  const { path, manifest } = await readManifest(file);
  const changes = await findChanges(path, manifest);
  print(json ? plainJson({ manifest: path, changes }) : changesText(file, changes, manifest.rows.written));
  process.exitCode = changes.length > 0 ? 1 : 0;
}

function changesText(file: string, changes: readonly ExportChange[], rows: number): string {
  if (changes.length === 0) return `${file} (${counted(rows, "row")}) is unchanged, and so are its inputs.`;
  const lines = changes.map(({ part, path, what }) => `  ${part}: ${relative(process.cwd(), path) || path} ${verbs[what]}`);
  return [`${counted(changes.length, "file")} changed since ${file} was exported:`, ...lines].join("\n");
}

const verbs: Readonly<Record<ExportChange["what"], string>> = { changed: "has changed", gone: "is gone", new: "is new" };
