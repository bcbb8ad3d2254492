import { dirname, join } from "node:path";
import { Disposable, ViewColumn, window, type LogOutputChannel } from "vscode";
import { writeNewFile } from "../../files/userFile";
import { scanExports } from "../../core/data/scanExports";
import { CONFIG_FILE } from "../../services/config/schema";
import { TSCONFIG_TEXT } from "../../services/newProject/newProject";
import type { Session } from "../../services/session";
import { commands, internalCommands } from "../ids";
import { register } from "../platform/commands";
import { openPlace, readText } from "../platform/documents";
import { projectToShow } from "../platform/projectOnScreen";
import { showInformation } from "../platform/dialogs";

/** The commands around a project: run, read again, open its files and the log. */
export function registerProjectCommands(session: Session, log: LogOutputChannel): Disposable {
  return Disposable.from(
    register(commands.run, "Run Labeling Functions", () => session.run()),
    register(commands.reload, "Reload Project", () => session.reload()),
    register(commands.showLog, "Show Log", () => log.show()),
    register(commands.openConfig, "Open Config", async () => {
      const project = projectToShow(session.snapshot);
      if (project) await openPlace(join(project.root, CONFIG_FILE));
    }),
    register(commands.addTsconfig, "Add tsconfig.json", async (only) => {
      for (const { root } of session.snapshot.projects) if (typeof only !== "string" || only === root) await addTsconfig(root);
    }),
    register(internalCommands.openLf, "Open LF", (root, name) => openLf(session, root, name)),
  );
}

/** Opens an LF where it stands in the text now, which may have moved since the last run. */
async function openLf(session: Session, root: string, name: string): Promise<void> {
  const lf = session.snapshot.projects
    .find((project) => project.root === root)
    ?.numbers.sample.lfs.find((candidate) => candidate.name === name);
  if (!lf) return;
  const place = scanExports(await readText(lf.file)).find((candidate) => candidate.name === name) ?? lf;
  const active = window.activeTextEditor?.viewColumn;
  await openPlace(lf.file, place.line, place.column, active ?? ViewColumn.One);
}

/** Makes a tsconfig.json that extends the generated one, unless there is one already. */
export async function addTsconfig(root: string): Promise<void> {
  const path = join(root, "tsconfig.json");
  const written = await writeNewFile(path, TSCONFIG_TEXT, root);
  if (!written) return void showInformation(`${dirname(path)} already has a tsconfig.json. Make it extend "./.lf-lens/tsconfig.json".`);
}
