import { stat } from "node:fs/promises";
import type { Problem } from "../../core/data/problem";
import { consensusLabels, majorityLabel, type ConsensusLabels } from "../../core/gold/consensus";
import { createJudgedRows, withoutPeople, type Judged, type JudgedRows, type Judgement } from "../../core/gold/judgement";
import { createRemarks, type Remarks } from "../../core/gold/remarks";
import { appendGold } from "../../gold/appendGold";
import type { GoldLine } from "../../gold/goldLine";
import { goldFiles, readGold } from "../../gold/readGold";
import type { IssueReport } from "../../protocol/analysis";
import type { DatasetInfo, LocatedKey } from "../../protocol/engine";
import type { ProjectPorts } from "../project/ports";
import { dataSummary, type GoldState, type ProjectState } from "../project/state";
import type { LongWork } from "../tasks/longWork";
import { agreementReport, type AgreementReport } from "./agreementReport";
import { goldState, withGold } from "./goldState";
import { goldStatus, type GoldStatus } from "./goldStatus";
import { readImport, type ImportRequest, type ReadImport } from "./importGold";
import { labelIssues } from "./labelIssues";
import { queue, type QueueRequest } from "./queue";

/** A project as its judgements see it. */
export interface JudgedProject {
  readonly work: LongWork;
  readonly ports: Pick<ProjectPorts, "analyst" | "boundary" | "readText">;
  /** Other gold: every number follows. Resolves when they do. */
  readonly regrade: (change: GoldChange) => Promise<void>;
}

/** What changes with new gold. */
export type GoldChange = Pick<ProjectState, "info" | "data" | "judgements">;

/** A project's judgements by hand: kept in files that only grow, laid over the data's gold. */
export interface Judgements {
  /** Reads the files, and lays them over the gold of data that was just opened. */
  adopt(info: DatasetInfo): Promise<GoldChange>;
  /** Reads the files again, if they changed. Resolves when the numbers follow. */
  reload(): Promise<void>;
  /** Appends judgements and remarks. Resolves when they are on the disk; the numbers follow. Rejects with a plain message; then none of a file is there. */
  add(lines: readonly GoldLine[]): Promise<void>;
  /** The sample's rows to be judged next, in order. Rejects with a plain message. */
  queue(request: QueueRequest): Promise<Uint32Array>;
  /**
   * Labels of the sample that are likely wrong. Rejects with a plain message.
   * @param of "gold", "denoised", or an LF's name
   */
  issues(of: string, seed: number): Promise<IssueReport>;
  /** How far people agree. */
  agreement(): AgreementReport;
  /** What the data has of rows, by their keys: all of its rows are read. */
  locate(keys: readonly string[]): Promise<readonly LocatedKey[]>;
  /** Reads judgements from a file; they are not added yet. Rejects with a plain message. */
  readImport(request: ImportRequest): Promise<ReadImport>;
  /** The judgements beside all rows of the data. */
  readonly status: () => Promise<GoldStatus>;
  /** The time of a judgement made now: later than that of any before, so that undoing counts. */
  readonly now: () => string;
  /** What judgements know a row of the sample by. */
  readonly keyOf: (row: number) => string;
  readonly problems: readonly Problem[];
  /** What each person says of each row. */
  readonly judged: Judged;
  /** Tags, comments and spot checks. */
  readonly remarks: Remarks;
}

const ISSUE_SEED = 7;

export function createJudgements({ work, ports, regrade }: JudgedProject): Judgements {
  const { root, state } = work;
  let rows: JudgedRows = createJudgedRows();
  let remarks = createRemarks();
  let labels: ConsensusLabels = new Map();
  let problems: readonly Problem[] = [];
  /** The data without judgements. */
  let base: DatasetInfo | undefined;
  let version = 0;
  let latestMs = 0;
  /** Files as they were when they were read, or written here. */
  let seen = new Map<string, string>();
  let writing = Promise.resolve();

  const boundary = (): string | undefined => ports.boundary(root);
  const ofConfig = (): {
    readonly names: readonly string[];
    readonly kind: "majority" | "dawid-skene";
    readonly wins: GoldState["wins"];
    readonly voters: readonly string[];
  } => {
    const { config } = state();
    const { consensus: kind = "majority", wins = "judgements", voters = [] } = config?.gold ?? {};
    return { names: config?.labels ?? [], kind, wins, voters };
  };

  async function read(): Promise<void> {
    seen = await signatures(root, boundary());
    const found = await readGold(root, boundary());
    const { names, kind, voters } = ofConfig();
    rows = createJudgedRows();
    for (const list of found.judged.values()) list.forEach(rows.add);
    labels = consensusLabels(withoutPeople(rows.rows, voters), names, kind);
    remarks = found.remarks;
    problems = found.problems;
  }

  function change(info: DatasetInfo): GoldChange {
    const { names, wins } = ofConfig();
    const judgements = goldState({ root, rows: rows.rows, remarks, labels, names, problems, wins, info, version: ++version });
    const judged = withGold(info, judgements);
    return { info: judged, data: dataSummary(judged), judgements };
  }

  /** Only rows that were judged have another label, unless people are weighed: then each judgement changes what theirs are worth. */
  function take(judgements: readonly Judgement[]): void {
    const { names, kind, voters } = ofConfig();
    for (const judgement of judgements) rows.add(judgement);
    if (kind !== "majority") labels = consensusLabels(withoutPeople(rows.rows, voters), names, kind);
    else
      for (const { row } of judgements) {
        const label = majorityLabel(
          rows.rows.get(row)!.filter(({ by }) => !voters.includes(by)),
          names,
        );
        if (label < 0) labels.delete(row);
        else labels.set(row, label);
      }
  }

  /** Worked out once for the data as they were opened: each judgement would otherwise train models again. */
  let found: Promise<IssueReport> | undefined;
  const goldIssues = (): Promise<IssueReport> => {
    found ??= labelIssues(work, ports.analyst, "gold", ISSUE_SEED);
    found.catch(() => (found = undefined));
    return found;
  };

  return {
    async adopt(info) {
      [base, found] = [info, undefined];
      await read();
      return change(info);
    },
    async reload() {
      await writing;
      if (!base || isSame(await signatures(root, boundary()), seen)) return;
      await read();
      await regrade(change(base));
    },
    async add(lines) {
      const mine = writing.then(async () => {
        for (const { path, before, after, mtimeMs } of await appendGold(root, boundary(), lines)) {
          // Another process may have appended since the file was read: then it stays unknown, and is read again.
          const known = seen.get(path);
          if (known === undefined ? before === 0 : known.startsWith(`${before} `)) seen.set(path, `${after} ${mtimeMs}`);
        }
      });
      writing = mine.catch(() => {});
      await mine;
      take(lines.filter((line) => "label" in line));
      for (const line of lines) if (!("label" in line)) remarks.add(line);
      if (base) void regrade(change(base));
    },
    async queue(request) {
      await work.settle();
      const issues = async (): Promise<readonly number[]> => (await goldIssues()).issues.map(({ row }) => row);
      return queue({ state: state(), analyst: ports.analyst, readText: ports.readText, issues }, request);
    },
    async issues(of, seed) {
      await work.settle();
      return labelIssues(work, ports.analyst, of, seed);
    },
    agreement() {
      const { names, kind } = ofConfig();
      return agreementReport(rows.rows, names, kind);
    },
    locate: (keys) => work.engine.locate(keys),
    readImport: (request) => readImport(work.ports, work.ready().spec, rows.rows, request),
    status: () => goldStatus(rows.rows, ofConfig().names, labels, (keys) => work.engine.locate(keys)),
    now() {
      latestMs = Math.max(Date.now(), latestMs + 1);
      return new Date(latestMs).toISOString();
    },
    keyOf(row) {
      const key = base?.sample.keys[row];
      if (key === undefined) throw new Error(`The sample has no row ${row}.`);
      return key;
    },
    get problems() {
      return problems;
    },
    get judged() {
      return rows.rows;
    },
    get remarks() {
      return remarks;
    },
  };
}

async function signatures(root: string, boundary: string | undefined): Promise<Map<string, string>> {
  const { files } = await goldFiles(root, boundary);
  const found = await Promise.all(
    files.map(async (file): Promise<[string, string]> => {
      const there = await stat(file).catch(() => undefined);
      return [file, there ? `${there.size} ${there.mtimeMs}` : ""];
    }),
  );
  return new Map(found);
}

const isSame = (a: ReadonlyMap<string, string>, b: ReadonlyMap<string, string>): boolean =>
  a.size === b.size && [...a].every(([file, signature]) => b.get(file) === signature);
