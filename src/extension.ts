import { createRequire } from "node:module";
import { join } from "node:path";
import { window, workspace, type ExtensionContext } from "vscode";
import { registerClusterJob } from "./editor/clusterJob/clusterJob";
import { registerAllRows } from "./editor/allRows/allRows";
import { registerAskModel, type AskModelTools } from "./editor/askModel/askModel";
import { registerApiKeys } from "./editor/apiKeys/apiKeys";
import { registerClarityPanel } from "./editor/clarityPanel/clarityPanel";
import { registerCodeLens } from "./editor/codeLens/codeLens";
import { registerCreateJob } from "./editor/createJob/createJob";
import { registerCreateProject } from "./editor/createProject/createProject";
import { registerDebugRow } from "./editor/debugRow/debugRow";
import { registerDeltas } from "./editor/changes/changes";
import { registerFindDependencies } from "./editor/dependencies/findDependencies";
import { registerDiagnostics } from "./editor/diagnostics/diagnostics";
import { registerQuickFixes } from "./editor/diagnostics/quickFixes";
import { registerEndModel } from "./editor/endModel/endModel";
import { registerEvaluationPanel } from "./editor/evaluationPanel/evaluationPanel";
import { registerEvaluateTuned } from "./editor/evaluateTuned/evaluateTuned";
import { registerEvidence } from "./editor/evidence/evidence";
import { registerExplorer } from "./editor/explorer/explorer";
import { registerExportLabels } from "./editor/exportLabels/exportLabels";
import { registerHover } from "./editor/hover/hover";
import { registerJobPanel } from "./editor/jobPanel/jobPanel";
import { registerJobStatus } from "./editor/jobStatus/jobStatus";
import { registerJobsView } from "./editor/jobsView/jobsView";
import { registerLabelRows } from "./editor/labelRows/labelRows";
import { registerLiveNumbers } from "./editor/liveNumbers/liveNumbers";
import { projectPorts } from "./editor/platform/ports";
import { registerNewLf } from "./editor/newLf/newLf";
import { registerOpenExample } from "./editor/openExample/openExample";
import { openKeyRing } from "./editor/platform/keyRing";
import { registerPins } from "./editor/pins/pins";
import { registerProjectCommands } from "./editor/projectCommands/projectCommands";
import { registerStatusBar } from "./editor/statusBar/statusBar";
import { registerSuggestLfs } from "./editor/suggest/suggestLfs";
import { registerTasks } from "./editor/tasks/tasks";
import { registerTestExplorer } from "./editor/testExplorer/testExplorer";
import { registerTestConnection } from "./editor/testConnection/testConnection";
import { registerTypedHelp } from "./editor/typedHelp/typedHelp";
import { registerUseAsLf } from "./editor/useAsLf/useAsLf";
import { registerUseTunedAsLf } from "./editor/useAsLf/useTunedAsLf";
import { watchChanges } from "./editor/workspace/changes";
import { watchRecords } from "./editor/workspace/records";
import { watchProjects } from "./editor/workspace/projects";
import type { JobView } from "./protocol/jobsPanel";
import type { Snapshot } from "./protocol/snapshot";
import { userStateFolder } from "./files/userState";
import { systemClock } from "./net/clock";
import { trainInThread } from "./services/endModel/trainInThread";
import { openJobs, type JobsPorts } from "./services/jobs/jobs";
import { plainText } from "./services/reports/plainText";
import { Session } from "./services/session";

/** What other extensions, and the tests, may see: what the session knows, as plain data. */
export interface LfLensApi {
  snapshot(): Snapshot;
  /** The fine-tune jobs of the open projects as views show them, newest first. */
  jobs(): readonly JobView[];
  /** Told after every change; returns the way to stop it. */
  onChange(listener: () => void): () => void;
}

/** Builds the session, registers the features, and opens the projects once the workspace is trusted: LFs are code. */
export function activate(context: ExtensionContext): LfLensApi {
  const log = window.createOutputChannel("LF Lens", { log: true });
  const keys = openKeyRing(context);
  const jobs = openJobs({
    train: trainInThread(join(context.extensionPath, "dist", "training.js")),
    load: () => createRequire(__filename)(join(context.extensionPath, "dist", "jobs.js")) as ReturnType<JobsPorts["load"]>,
    secret: (name) => keys.get(name),
    log: (problem) => log.error(plainText(problem)),
  });
  const session = new Session(projectPorts(context, log), jobs);
  const storage = (context.storageUri ?? context.globalStorageUri).fsPath;
  context.subscriptions.push(
    log,
    { dispose: () => void session.dispose() },
    // Told first of new numbers: what changes while the user types.
    registerLiveNumbers(session),
    registerEvidence(session),
    registerCodeLens(session),
    registerHover(session),
    registerDeltas(session),
    registerDiagnostics(session),
    registerQuickFixes(session),
    registerExplorer(session, context.workspaceState),
    registerStatusBar(session),
    registerTasks(session),
    registerClarityPanel(session, context.extensionUri),
    registerLabelRows(session, context.extensionUri),
    registerUseAsLf(session),
    registerEvaluationPanel(session, context.extensionUri),
    registerExportLabels(session, context.workspaceState),
    registerEndModel(session),
    registerAllRows(session),
    registerClusterJob(session),
    registerFindDependencies(session),
    registerProjectCommands(session, log),
    registerCreateProject(join(context.extensionPath, "dist")),
    registerTypedHelp(context.globalState, log),
    registerNewLf(session),
    registerSuggestLfs(session),
    registerOpenExample(context.extensionPath),
    registerPins(session),
    registerDebugRow(session, join(context.extensionPath, "dist")),
    registerTestExplorer(session),
    context.secrets.onDidChange(() => jobs.retry()),
    registerApiKeys(keys),
    registerCreateJob({ session, jobs, keys, storage, memory: context.workspaceState }),
    registerTestConnection({ session, jobs, memory: context.workspaceState }),
    registerEvaluateTuned({ session, jobs, keys }),
    registerUseTunedAsLf({ session, jobs, keys }),
    registerAskModel({
      ...{ session, state: userStateFolder(), clock: systemClock, random: Math.random },
      secret: (name) => keys.get(name),
      load: () => createRequire(__filename)(join(context.extensionPath, "dist", "asking.js")) as ReturnType<AskModelTools["load"]>,
    }),
    registerJobStatus(jobs),
    registerJobsView(jobs),
    registerJobPanel(jobs, context.extensionUri),
  );
  const start = (): void => {
    context.subscriptions.push(watchChanges(session), watchRecords(session), watchProjects(session));
  };
  if (workspace.isTrusted) start();
  else {
    log.info("Nothing runs until you trust this workspace, because labeling functions are code.");
    context.subscriptions.push(workspace.onDidGrantWorkspaceTrust(start));
  }
  return { snapshot: () => session.snapshot, jobs: () => jobs.views, onChange: (listener) => session.onChange(listener) };
}
