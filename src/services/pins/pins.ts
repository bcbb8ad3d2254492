import { rm } from "node:fs/promises";
import { basename } from "node:path";
import type { Problem } from "../../core/data/problem";
import { findFiles } from "../../files/findFiles";
import { OUTSIDE_ADVICE } from "../../files/paths";
import { writeUserFile } from "../../files/userFile";
import type { SourceFile } from "../../protocol/sourceFile";
import type { ProjectSnapshot } from "../../protocol/snapshot";
import { cellsForLfs } from "./pinnedRows";
import { ignoredFolders } from "../project/lfFiles";
import type { Engine, ProjectPorts } from "../project/ports";
import type { ProjectState } from "../project/state";
import { checkReport, floorOutcome, pinOutcome, type CheckReport, type CheckResult } from "./checkReport";
import { withoutPin, withPin, type PinName } from "./editPins";
import { parsePinFile, PIN_FILE_ENDING, pinPathOf, type Pin, type PinFile, type PinnedLf } from "./pinFile";

/** A project as its pins see it. */
export interface PinnedProject {
  readonly root: string;
  readonly engine: Pick<Engine, "vote" | "rows">;
  state(): ProjectState;
  snapshot(): ProjectSnapshot;
  /** Resolves when no run is under way or due. */
  settle(): Promise<void>;
  /** The LF files as they are now. */
  sources(): Promise<readonly SourceFile[]>;
  /** Takes the pin files as they are now. */
  tell(pinFiles: readonly PinFile[]): void;
}

type PinPorts = Pick<ProjectPorts, "readText" | "boundary">;

/** A project's pinned examples and floors: kept in files beside the LF files. */
export interface Pins {
  /** Reads the pin files again. */
  reload(): Promise<void>;
  /** Says what an LF must vote on a row of the sample; null: it must abstain. Rejects with a plain message. */
  pin(lf: string, row: number, vote: string | null): Promise<void>;
  /** Takes a pin out. Its row may have its gold with it. */
  unpin(lf: string, pin: PinName): Promise<void>;
  /** Checks pins and floors against the code as it is now. @param lfs only these; all if absent */
  check(lfs?: readonly string[]): Promise<CheckReport>;
}

export function createPins(project: PinnedProject, ports: PinPorts): Pins {
  let reading = 0;

  async function reload(): Promise<void> {
    const mine = ++reading;
    const files = await readPinFiles(project.root, project.state().config?.labels ?? [], ports);
    if (mine === reading) project.tell(files);
  }

  /** Changes an LF's pin file, unless that has problems: they would be written over. */
  async function edit(lf: string, change: (text: string | undefined, idsAreUnique: boolean) => string | undefined): Promise<void> {
    const { lfs, config } = project.state();
    const site = lfs.find((entry) => entry.site.name === lf)?.site;
    const known = site ? undefined : project.state().pinFiles?.find((file) => file.lfs.some((pinned) => pinned.lf === lf));
    const path = site ? pinPathOf(site.file) : known?.path;
    if (path === undefined) throw new Error(`There is no LF "${lf}".`);
    const text = await ports.readText(path).catch(() => undefined);
    const [problem] = text === undefined ? [] : parsePinFile(text, path, config?.labels ?? []).problems;
    if (problem) throw new Error(`${basename(path)}:${problem.line ?? 1} must be fixed first: ${problem.message}`);
    const changed = change(text, config?.columns.id !== undefined);
    if (changed === undefined) await rm(path, { force: true });
    else await writeUserFile(path, changed, ports.boundary(project.root));
    await reload();
  }

  return {
    reload,
    async pin(lf, row, vote) {
      const [sampleRow] = await project.engine.rows([row]);
      const { info } = project.state();
      if (!sampleRow || !info) throw new Error(`The sample has no row ${row}.`);
      const pin: Pin = { id: info.sample.ids[row]!, vote, row: cellsForLfs(sampleRow.cells, project.state()) };
      await edit(lf, (text, idsAreUnique) => withPin(text, lf, pin, idsAreUnique));
    },
    async unpin(lf, { id, row }) {
      const pin = { id, ...(row && { row: cellsForLfs(row, project.state()) }) };
      await edit(lf, (text, idsAreUnique) => (text === undefined ? undefined : withoutPin(text, lf, pin, idsAreUnique)));
    },
    async check(only) {
      await project.settle();
      const { pinFiles = [] } = project.state();
      const wanted = pinFiles.flatMap(({ path, lfs }) =>
        lfs.filter(({ lf }) => !only || only.includes(lf)).map((pinned): [string, PinnedLf] => [path, pinned]),
      );
      const examples = wanted.flatMap(([, { lf, pins }]) => pins.map(({ row }) => ({ lf, cells: row })));
      const files = await project.sources();
      const votes = examples.length === 0 ? [] : await project.engine.vote({ files, examples });
      return checkReport(outcomes(wanted, votes, project.snapshot()));
    },
  };
}

async function readPinFiles(root: string, labels: readonly string[], { readText, boundary: boundaryOf }: PinPorts): Promise<PinFile[]> {
  const boundary = boundaryOf(root);
  const { files, outside } = await findFiles([`**/*${PIN_FILE_ENDING}`], { root, boundary, ignore: ignoredFolders });
  const read = (path: string): Promise<PinFile> =>
    readText(path).then(
      (text) => parsePinFile(text, path, labels),
      (error: unknown) => ({ path, lfs: [], problems: [unreadable(path, error)] }),
    );
  const stray = new Error(`This is a symbolic link that leads outside the project. ${OUTSIDE_ADVICE}`);
  const left = outside.filter((path) => path.endsWith(PIN_FILE_ENDING));
  return [
    ...(await Promise.all(files.map(read))),
    ...left.map((path): PinFile => ({ path, lfs: [], problems: [unreadable(path, stray)] })),
  ];
}

function outcomes(
  wanted: readonly [path: string, pinned: PinnedLf][],
  votes: Awaited<ReturnType<Engine["vote"]>>,
  { numbers, data, columns }: ProjectSnapshot,
): CheckResult[] {
  const visible = data?.columns.map(({ name }) => name).filter((name) => name !== columns?.gold) ?? [];
  let next = 0;
  return wanted.flatMap(([file, { lf, pins, floors }]) => [
    ...pins.map((pin): CheckResult => {
      const outcome = pinOutcome(pin, votes[next++] ?? {}, visible);
      return { lf, kind: "pin", name: pin.id, ...outcome, file, line: pin.line };
    }),
    ...floors.map(({ metric, least, line }): CheckResult => {
      const site = numbers.sample.lfs.find(({ name }) => name === lf);
      return { lf, kind: "floor", name: metric, ...floorOutcome(metric, least, site, data?.sampleRows ?? 0), file, line };
    }),
  ]);
}

const unreadable = (file: string, error: unknown): Problem => ({
  file,
  severity: "error",
  message: `The file cannot be read: ${error instanceof Error ? error.message : String(error)}`,
});
