/** Every command, view, setting and context key, once. test/manifest.test.ts holds package.json against this file. */

export const commands = {
  createProject: "lfLens.createProject",
  openClarityMatrix: "lfLens.openClarityMatrix",
  exportLabels: "lfLens.exportLabels",
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
} as const;

/** Commands with arguments, called by CodeLens and trees only; they stand in no palette. */
export const internalCommands = {
  /** (root: string, filter: RowFilter): shows rows in the clarity panel. */
  showRows: "lfLens.showRows",
  /** (root: string, name: string): opens an LF's source. */
  openLf: "lfLens.openLf",
} as const;

export const views = { container: "lfLens", projects: "lfLens.projects" } as const;

export const testControllers = { pins: "lfLens.pins" } as const;

export const panels = { clarity: "lfLens.clarityMatrix" } as const;

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
} as const;

export const contextKeys = {
  /** There is at least one project. */
  hasProject: "lfLens.hasProject",
  /** A run, a load or an export is under way. */
  busy: "lfLens.busy",
} as const;
