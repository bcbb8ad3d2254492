import type { CellValue } from "../../core/data/cells";
import { KIND } from "../cells/kinds";
import type { Dataset } from "../open/dataset";
import type { CodedSource, DistinctCell, Source } from "../read/source";
import { presentText } from "../schema/roles";
import { cellText, wholeNumbers, type VoteCells } from "./voteCells";
import { MAX_VALUES, type VoteColumnProfile } from "./voteColumns";

/** A column of a block: each row's place in a list of texts, which later blocks continue. */
export interface CodedTexts {
  readonly codes: ArrayLike<number>;
  readonly texts: readonly string[];
}

export interface VoteBlock {
  readonly rows: number;
  readonly ids: readonly string[];
  readonly columns: ReadonlyMap<string, CodedTexts>;
}

/** The cells of a table of votes: what its columns hold, and then those columns that are wanted, as codes. */
export interface VoteReader {
  readonly profile: () => Promise<VoteColumnProfile[]>;
  readonly blocks: (columns: readonly string[]) => AsyncIterable<VoteBlock>;
}

type Distinct = ReadonlyMap<string, readonly DistinctCell[]>;

/** @param id the id column */
export async function createVoteReader(
  dataset: Dataset,
  source: Source,
  id: string | undefined,
  { abstains }: VoteCells,
): Promise<VoteReader> {
  const { coded, schema } = source;
  const distinct: Distinct = (await coded?.distinct(MAX_VALUES)) ?? new Map<string, DistinctCell[]>();
  const isNested = (name: string): boolean => schema?.columns.some((own) => own.name === name && (own.kinds & KIND.json) > 0) === true;
  return {
    profile: () => profileColumns(dataset, source, distinct, abstains),
    blocks: (columns) =>
      coded && columns.every((name) => distinct.has(name)) && !(id !== undefined && isNested(id))
        ? codedBlocks(coded, new Map(columns.map((name) => [name, distinct.get(name)!])), id)
        : scannedBlocks(dataset, columns),
  };
}

interface Profile extends VoteColumnProfile {
  readonly values: Set<string>;
  cells: number;
  abstains: number;
}

async function profileColumns(
  dataset: Dataset,
  { read, coded }: Source,
  distinct: Distinct,
  abstains: VoteCells["abstains"],
): Promise<VoteColumnProfile[]> {
  const profiles = dataset.info.columns.map(({ name, type }): Profile => ({ name, type, values: new Set(), cells: 0, abstains: 0 }));
  for (const profile of profiles) {
    for (const { cell, rows } of distinct.get(profile.name) ?? []) addCells(profile, cellText(cell), rows, abstains);
  }
  const others = profiles.filter(({ name }) => !distinct.has(name)).map((profile) => ({ profile, coder: createCoder() }));
  const batches = coded ? read({ columns: others.map(({ profile }) => profile.name) }) : dataset.scan({});
  for await (const { columns } of others.length > 0 ? batches : []) {
    for (const { profile, coder } of others) addBatch(profile, coder, columns.get(profile.name)!, abstains);
    // Of columns with more values than are told apart nothing else is asked.
    if (others.every(({ profile }) => profile.values.size > MAX_VALUES)) break;
  }
  const toWhole = wholeNumbers(new Set(profiles.flatMap(({ values }) => [...values])));
  return profiles.map((profile) => ({ ...profile, values: new Set([...profile.values].map(toWhole)) }));
}

function addCells(profile: Profile, text: string, rows: number, abstains: VoteCells["abstains"]): void {
  if (abstains(text)) profile.abstains += rows;
  else {
    profile.cells += rows;
    if (profile.values.size <= MAX_VALUES) profile.values.add(text);
  }
}

function addBatch(profile: Profile, coder: Coder, cells: readonly CellValue[], abstains: VoteCells["abstains"]): void {
  if (profile.values.size > MAX_VALUES) return;
  const counts = new Map<number, number>();
  for (const code of coder.codesOf(cells)) counts.set(code, (counts.get(code) ?? 0) + 1);
  for (const [code, count] of counts) addCells(profile, coder.texts[code]!, count, abstains);
}

/** Numbers a column's different cells while they come by: what a cell says is worked out once for each. */
interface Coder {
  readonly texts: readonly string[];
  readonly codesOf: (cells: readonly CellValue[]) => Int32Array;
}

function createCoder(): Coder {
  const texts: string[] = [];
  const codes = new Map<CellValue, number>();
  return {
    texts,
    codesOf: (cells) =>
      Int32Array.from(cells, (cell) => {
        const known = codes.get(cell);
        if (known !== undefined) return known;
        codes.set(cell, texts.length);
        return texts.push(cellText(cell)) - 1;
      }),
  };
}

async function* codedBlocks(coded: CodedSource, columns: Distinct, id: string | undefined): AsyncGenerator<VoteBlock> {
  const texts = new Map([...columns].map(([name, cells]) => [name, cells.map(({ cell }) => cellText(cell))]));
  let row = 0;
  for await (const { rows, codes, cells } of coded.read(columns, id === undefined ? [] : [id])) {
    const own = id === undefined ? undefined : cells.get(id)!;
    const ids = Array.from({ length: rows }, (_, at) => presentText(own?.[at]) ?? String(row + at));
    yield { rows, ids, columns: new Map([...codes].map(([name, code]) => [name, { codes: code, texts: texts.get(name)! }])) };
    row += rows;
  }
}

async function* scannedBlocks(dataset: Dataset, names: readonly string[]): AsyncGenerator<VoteBlock> {
  const coders = names.map((name) => [name, createCoder()] as const);
  for await (const { rows, ids, columns } of dataset.scan({})) {
    const coded = coders.map(([name, coder]) => [name, { codes: coder.codesOf(columns.get(name)!), texts: coder.texts }] as const);
    yield { rows, ids, columns: new Map(coded) };
  }
}
