import { lstat, readFile, readdir } from "node:fs/promises";
import { join } from "node:path";
import type { ColumnInfo, ColumnType } from "../../core/data/cells";
import { ownFolder } from "../../files/ownFolder";
import { writeAtomically } from "../../files/writeAtomically";
import { configJsonSchema } from "../config/schema";

export interface TypesInput {
  /** Absolute path of the project's folder. */
  readonly root: string;
  readonly labels: readonly string[];
  readonly columns: readonly ColumnInfo[];
  /** Not in the row type: an LF that reads gold would only repeat it. */
  readonly goldColumn?: string | undefined;
  /** The folder with the SDK's .d.ts files. */
  readonly sdkTypes: string;
}

/**
 * Writes `.lf-lens/`: the row type, the labels, the SDK's types, a tsconfig.json to extend and the config's JSON schema.
 * With it a misspelt column or label is a TypeScript error without any install. Files that would not change are left alone,
 * so that the TypeScript server has nothing to read again.
 */
export async function writeGeneratedTypes(input: TypesInput): Promise<void> {
  const folder = await ownFolder(input.root, OWN);
  const sdk = await ownFolder(input.root, OWN, "sdk");
  await Promise.all([
    writeIfChanged(join(folder, ".gitignore"), "*\n"),
    writeIfChanged(join(folder, "row.d.ts"), rowTypes(input)),
    writeIfChanged(join(folder, "tsconfig.json"), `${JSON.stringify(tsconfig, null, 2)}\n`),
    writeSchema(
      input.root,
      input.columns.map((column) => column.name),
    ),
    copySdkTypes(input.sdkTypes, sdk),
  ]);
}

/** Writes the JSON schema alone: it helps to mend a config that cannot be used yet. Without columns one that is there stays. */
export async function writeSchema(root: string, columns?: readonly string[]): Promise<void> {
  const path = join(await ownFolder(root, OWN), "lf.config.schema.json");
  if (columns === undefined && (await lstat(path).catch(() => undefined))?.isFile()) return;
  await writeIfChanged(path, `${JSON.stringify(configJsonSchema(columns), null, 2)}\n`);
}

const OWN = ".lf-lens";

const header = "// Made by LF Lens from the data and lf.config.json; made again when they change. Do not edit.\n";

function rowTypes({ labels, columns, goldColumn }: TypesInput): string {
  const fields = columns
    .filter((column) => column.name !== goldColumn)
    .map((column) => `  readonly ${JSON.stringify(column.name)}: ${cellType(column)};`);
  const union = labels.map((label) => JSON.stringify(label)).join(" | ");
  return `${header}import "lf-lens";

export interface Row {
${fields.join("\n")}
}

export type Label = ${union};

declare module "lf-lens" {
  interface Register {
    row: Row;
    label: Label;
  }
}
`;
}

const scalarTypes: Record<Exclude<ColumnType, "json">, string> = { string: "string", number: "number", boolean: "boolean", date: "string" };

const cellType = (column: ColumnInfo): string =>
  (column.type === "json" ? (column.tsType ?? "unknown") : scalarTypes[column.type]) + (column.nullable ? " | null" : "");

const tsconfig = {
  compilerOptions: {
    target: "ES2022",
    lib: ["ES2023"],
    module: "ESNext",
    moduleResolution: "Bundler",
    strict: true,
    noEmit: true,
    isolatedModules: true,
    resolveJsonModule: true,
    esModuleInterop: true,
    skipLibCheck: true,
    types: [],
    paths: { "lf-lens": ["./sdk/index.d.ts"] },
  },
  include: ["../**/*.ts", "./*.d.ts"],
  exclude: ["../**/node_modules"],
};

async function copySdkTypes(from: string, to: string): Promise<void> {
  for (const name of await readdir(from)) {
    if (!name.endsWith(".d.ts")) continue;
    const text = await readFile(join(from, name), "utf8");
    await writeIfChanged(join(to, name), text);
  }
}

async function writeIfChanged(path: string, text: string): Promise<void> {
  // A link in the file's place is replaced by the file.
  const old = (await lstat(path).catch(() => undefined))?.isFile() ? await readFile(path, "utf8") : undefined;
  if (old !== text) await writeAtomically(path, text);
}
