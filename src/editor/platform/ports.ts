import { join } from "node:path";
import { Uri, workspace, type ExtensionContext, type LogOutputChannel } from "vscode";
import { readRegularText } from "../../files/regularFile";
import { startAnalyst } from "../../services/analysis/analyst";
import { startEngine } from "../../services/engine";
import type { ProjectPorts } from "../../services/project/ports";
import { plainText } from "../../services/reports/plainText";
import { unsavedTexts, visibleFiles } from "./documents";
import { allowsOutsidePaths, baselineChoice, limitSettings, retrainsOnSave } from "./settings";

/** What projects need of the editor. */
export const projectPorts = ({ extensionPath, storageUri, globalStorageUri }: ExtensionContext, log: LogOutputChannel): ProjectPorts => ({
  engine: (events) => startEngine({ dist: join(extensionPath, "dist"), events }),
  analyst: startAnalyst(join(extensionPath, "dist", "analysis.js")),
  // The disk counts: half-typed settings would stop everything, and the editor's own completion checks them as they are typed.
  readText: readRegularText,
  unsaved: unsavedTexts,
  interactive: true,
  runsSample: true,
  visible: visibleFiles,
  limits: limitSettings,
  boundary: workspaceFolderOf,
  retrains: retrainsOnSave,
  baseline: baselineChoice,
  sample: {},
  sdkTypes: join(extensionPath, "dist", "sdk"),
  clusterPrograms: join(extensionPath, "dist", "cluster"),
  cacheFolder: join((storageUri ?? globalStorageUri).fsPath, "cache"),
  log: ({ level, text }) => log[level](plainText(text)),
});

/** The data of a project must stay in its workspace folder, unless the user allows otherwise. */
const workspaceFolderOf = (root: string): string | undefined =>
  allowsOutsidePaths() ? undefined : (workspace.getWorkspaceFolder(Uri.file(root))?.uri.fsPath ?? root);
