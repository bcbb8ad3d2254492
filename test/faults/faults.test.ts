// The table of faults in plain Node: the session with its real threads.
import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { readFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { eventually } from "../eventually";
import type { ProjectSnapshot } from "../../src/protocol/snapshot";
import { startAnalyst } from "../../src/services/analysis/analyst";
import { startEngine } from "../../src/services/engine";
import { Session } from "../../src/services/session";
import { checkCode, checkData, checkIntact } from "./checkCase";
import { codeCases } from "./codeCases";
import { dataCases } from "./dataCases";
import type { FaultCase } from "./faultCase";

const dist = resolve(__dirname, "../../dist");

describe("faults", function () {
  this.timeout(60_000);
  let folder: string;
  let session: Session;
  const path = (name: string): string => join(folder, name);

  before(async () => {
    folder = mkdtempSync(join(tmpdir(), "lf-lens-faults-"));
    cpSync(resolve(__dirname, "../vscode/fixtures/spam"), folder, { recursive: true });
    session = startSession();
    await session.open(path("lf.config.json"));
    checkIntact(session.snapshot.projects[0]!);
  });
  after(async () => {
    await session.dispose();
    rmSync(folder, { recursive: true, force: true });
  });

  /** Writes the case's files, waits until what must happen has happened, puts all back, and waits for the numbers. */
  async function go({ files }: FaultCase, check: (project: ProjectSnapshot) => void): Promise<void> {
    const before = Object.keys(files).map((name): [string, string | null] => [name, readIfThere(path(name))]);
    write(Object.entries(files));
    try {
      await eventually(() => check(session.snapshot.projects[0]!), 20);
    } finally {
      write(before);
    }
    await eventually(() => checkIntact(session.snapshot.projects[0]!), 20);
  }

  function write(texts: readonly (readonly [name: string, text: string | null])[]): void {
    for (const [name, text] of texts) {
      if (text === null) rmSync(path(name), { force: true });
      else writeFileSync(path(name), text);
    }
    for (const [name] of texts) session.fileChanged(path(name), "disk");
  }

  for (const fault of codeCases) it(`stay with an LF file that ${fault.title}`, () => go(fault, (project) => checkCode(fault, project)));
  for (const fault of dataCases) it(`are named where data ${fault.title}`, () => go(fault, (project) => checkData(fault, project)));
});

function readIfThere(path: string): string | null {
  try {
    return readFileSync(path, "utf8");
  } catch {
    return null;
  }
}

const startSession = (): Session =>
  new Session({
    engine: (events) => startEngine({ dist, events }),
    analyst: startAnalyst(join(dist, "analysis.js")),
    readText: (file) => readFile(file, "utf8"),
    unsaved: () => [],
    interactive: true,
    runsSample: true,
    visible: () => [],
    limits: () => ({ lfMs: 1_500, rowMs: 400, memoryMb: 256 }),
    boundary: (root) => root,
    retrains: () => false,
    baseline: () => "saved",
    sample: {},
    sdkTypes: join(dist, "sdk"),
    clusterPrograms: join(dist, "cluster"),
    log: () => {},
  });
