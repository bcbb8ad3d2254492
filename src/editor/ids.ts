/** Every command, view, setting and context key, once. test/manifest.test.ts holds package.json against this file. */

export const commands = {
  createProject: "lfLens.createProject",
  openExample: "lfLens.openExample",
  /** With a project's folder as its argument, of that project. */
  newLf: "lfLens.newLf",
  /** With an argument { root?, label?, rows?, accept? } to choose these; `accept` is how many suggestions to insert, best first, without asking. */
  suggestLfs: "lfLens.suggestLfs",
  openClarityMatrix: "lfLens.openClarityMatrix",
  exportLabels: "lfLens.exportLabels",
  trainEndModel: "lfLens.trainEndModel",
  predictEndModel: "lfLens.predictEndModel",
  /** With a project's folder as its argument, of that project. */
  measureAllRows: "lfLens.measureAllRows",
  /** With an argument { root?, model, out } without the dialog. */
  exportSparkJob: "lfLens.exportSparkJob",
  /** With an argument { root?, file } without the dialog. */
  openClusterStatistics: "lfLens.openClusterStatistics",
  /** With the arguments (root, pairs) these pairs of LFs, by name, are accepted without asking. Answers with what was found. */
  findDependencies: "lfLens.findDependencies",
  /** With an argument { root?, by?, strategy?, lf?, label? } without asking for these. */
  labelRows: "lfLens.labelRows",
  assignRows: "lfLens.assignRows",
  settleDisagreements: "lfLens.settleDisagreements",
  spotCheck: "lfLens.spotCheck",
  run: "lfLens.run",
  cancel: "lfLens.cancel",
  reload: "lfLens.reload",
  openConfig: "lfLens.openConfig",
  addTsconfig: "lfLens.addTsconfig",
  sortLfs: "lfLens.sortLfs",
  showChanges: "lfLens.showChanges",
  /** With an argument { root, row, lf? } it is about that row; without, about the LF under the cursor. */
  pinRow: "lfLens.pinRow",
  unpinRow: "lfLens.unpinRow",
  /** With an argument { root, row | rows | pin, lf? } it is about that row; without, about the LF under the cursor. */
  debugRow: "lfLens.debugRow",
  showLog: "lfLens.showLog",
  /** With an argument { root?, choices? } without the dialog. */
  createJob: "lfLens.createJob",
  /** With an argument { root?, choices? } without the dialog. */
  testConnection: "lfLens.testConnection",
  /** With an argument { root, id } that job; without, the user chooses. */
  openJob: "lfLens.openJob",
  /** With an argument { root, id, split?, rows? } that job, on these rows without asking; without, the user chooses. */
  evaluateTuned: "lfLens.evaluateTuned",
  /** With the name of a key as its argument, that one. */
  setKey: "lfLens.setKey",
  clearKey: "lfLens.clearKey",
  /** With the arguments (root, { name, threshold }) without asking. */
  useAsLf: "lfLens.useAsLf",
  /** With an argument { root, id, choices? } that job, by these choices without asking; without, the user chooses. */
  useTunedAsLf: "lfLens.useTunedAsLf",
  /** With an argument { root, lf?, rows? } about that LF ("all") and these rows without asking for these. */
  askModel: "lfLens.askModel",
  /** With a project's folder as its argument, of that project. */
  openEvaluation: "lfLens.openEvaluation",
  /** With the arguments (root, run) of that run; without, of the newest. */
  exportEvaluation: "lfLens.exportEvaluation",
} as const;

/** Commands with arguments, called by CodeLens and trees only; they stand in no palette. */
export const internalCommands = {
  /** (file: Uri, selected: Uri[]): a project made of these data files; the explorer hands them over. */
  createProjectFrom: "lfLens.createProjectFrom",
  /** (root: string, filter: RowFilter): shows rows in the clarity panel. */
  showRows: "lfLens.showRows",
  /** (root: string): shows the numbers of all rows in the clarity panel. */
  showAllRows: "lfLens.showAllRows",
  /** (row: { root, row }): said of a row of the sample, from where it is shown. */
  labelRow: "lfLens.labelRow",
  tagRow: "lfLens.tagRow",
  commentRow: "lfLens.commentRow",
  /** (root: string, filter: RowFilter): one label for all rows that pass. */
  labelFiltered: "lfLens.labelFiltered",
  /** (root: string, name: string): opens an LF's source. */
  openLf: "lfLens.openLf",
  /** (job: { root, id }): done to a job, from its item and its panel. */
  cancelJob: "lfLens.cancelJob",
  pauseJob: "lfLens.pauseJob",
  resumeJob: "lfLens.resumeJob",
  retryJob: "lfLens.retryJob",
  agreeToJob: "lfLens.agreeToJob",
  setJobKey: "lfLens.setJobKey",
  removeJob: "lfLens.removeJob",
  copyJobId: "lfLens.copyJobId",
  showJobEvents: "lfLens.showJobEvents",
  revealJob: "lfLens.revealJob",
} as const;

export const views = { container: "lfLens", projects: "lfLens.projects", jobs: "lfLens.jobs" } as const;

export const testControllers = { pins: "lfLens.pins" } as const;

export const panels = {
  clarity: "lfLens.clarityMatrix",
  evaluation: "lfLens.evaluation",
  job: "lfLens.job",
  labelRows: "lfLens.labelRowsPanel",
} as const;

export const settings = {
  run: "lfLens.run",
  lfSeconds: "lfLens.limits.lfSeconds",
  rowSeconds: "lfLens.limits.rowSeconds",
  memoryMb: "lfLens.limits.memoryMb",
  allowOutsidePaths: "lfLens.allowOutsidePaths",
  codeLens: "lfLens.codeLens",
  liveNumbers: "lfLens.liveNumbers",
  evidence: "lfLens.evidence",
  baseline: "lfLens.baseline",
  retrain: "lfLens.retrain",
  annotator: "lfLens.annotator",
  votesBefore: "lfLens.votesBeforeJudgement",
} as const;

export const contextKeys = {
  /** There is at least one project. */
  hasProject: "lfLens.hasProject",
  /** A run, a load or an export is under way. */
  busy: "lfLens.busy",
} as const;
