// A session with the real engine and the real analysis thread on a project in a temporary folder, as the editor uses it.
import assert from "node:assert/strict";
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { readFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { dirname, join, resolve } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import type { LfSnapshot, ProjectSnapshot } from "../../src/protocol/snapshot";
import { startAnalyst } from "../../src/services/analysis/analyst";
import type { BaselineChoice } from "../../src/services/project/ports";
import { defaultLimits } from "../../src/services/config/limits";
import { startEngine } from "../../src/services/engine";
import { Session } from "../../src/services/session";

const dist = resolve(__dirname, "../../dist");

/** Five rows that can be counted by eye. */
export const letterFiles = {
  "lf.config.json": '{ "labels": ["A", "B"], "data": "rows.csv", "columns": { "id": "id", "gold": "gold", "split": "split" } }',
  "rows.csv": "id,text,gold,split\n1,apple,A,train\n2,banana,,train\n3,avocado,B,dev\n4,bean,B,dev\n5,cherry,B,dev\n",
  "letters.lf.ts":
    'import { regex } from "lf-lens";\nexport const a = regex("A", "text", /^a/);\nexport const b = regex("B", "text", /^b/);\n',
};

export interface TestSession {
  readonly session: Session;
  readonly root: string;
  readonly config: string;
  /** What changes are shown against; may be set. */
  baseline: BaselineChoice;
  /** Whether the end model is trained again after a save; may be set. */
  retrains: boolean;
  path(name: string): string;
  /** Writes a file, and tells nobody. */
  write(name: string, text: string): string;
  /** Types into a file without saving it. */
  type(name: string, text: string): void;
  /** Saves what was typed, or throws it away when `text` is null. */
  save(name: string, text: string | null): void;
  project(): ProjectSnapshot;
  lf(name: string): LfSnapshot;
  /** Waits for a snapshot for which this holds. */
  until(holds: (project: ProjectSnapshot) => boolean, seconds?: number): Promise<void>;
  /** Resolves with the next snapshot that is told. */
  told(): Promise<void>;
  close(): Promise<void>;
}

/** @param folder where the project is below the temporary folder @param state the user's own storage @param jobs follows the project's jobs, if any */
export function startTestSession(
  files: Readonly<Record<string, string>> = letterFiles,
  folder = ".",
  jobs?: ConstructorParameters<typeof Session>[1],
  state?: string,
): TestSession {
  const top = mkdtempSync(join(tmpdir(), "lf-session-"));
  const root = join(top, folder);
  /** The unsaved texts of the editor, by path. */
  const unsaved = new Map<string, string>();
  const session = new Session(
    {
      engine: (events) => startEngine({ dist, events }),
      analyst: startAnalyst(join(dist, "analysis.js")),
      readText: async (path) => unsaved.get(path) ?? (await readFile(path, "utf8")),
      unsaved: () => Array.from(unsaved, ([path, text]) => ({ path, text })),
      interactive: true,
      runsSample: true,
      visible: () => [],
      limits: () => defaultLimits,
      boundary: (at) => at,
      retrains: () => test.retrains,
      baseline: () => test.baseline,
      sample: {},
      sdkTypes: join(dist, "sdk"),
      clusterPrograms: join(dist, "cluster"),
      ...(state === undefined ? {} : { state }),
      log: () => {},
    },
    jobs,
  );
  const test: TestSession = {
    session,
    root,
    config: join(root, "lf.config.json"),
    baseline: "saved",
    retrains: false,
    path: (name) => join(root, name),
    write(name, text) {
      const path = join(root, name);
      mkdirSync(dirname(path), { recursive: true });
      writeFileSync(path, text);
      return path;
    },
    type(name, text) {
      unsaved.set(join(root, name), text);
      session.fileChanged(join(root, name), "text");
    },
    save(name, text) {
      unsaved.delete(join(root, name));
      if (text !== null) writeFileSync(join(root, name), text);
      session.fileChanged(join(root, name), "disk");
    },
    project: () => session.snapshot.projects[0]!,
    lf: (name) => test.project().numbers.sample.lfs.find((candidate) => candidate.name === name)!,
    async until(holds, seconds = 10) {
      for (const end = Date.now() + 1000 * seconds; !holds(test.project()); await sleep(10)) {
        if (Date.now() > end) assert.fail(`never: ${holds.toString()}\n${JSON.stringify(test.project(), null, 1)}`);
      }
    },
    told: () =>
      new Promise((resolve) => {
        const stop = session.watch(
          ({ version }) => version,
          () => {
            stop();
            resolve();
          },
        );
      }),
    async close() {
      await session.dispose();
      rmSync(top, { recursive: true, force: true });
    },
  };
  for (const [name, text] of Object.entries(files)) test.write(name, text);
  return test;
}
