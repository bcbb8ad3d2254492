import { lstat, readdir, rm, stat } from "node:fs/promises";
import { join, relative, resolve } from "node:path";
import { ZodError } from "zod";
import { hashFiles } from "../../engine/output/inputs";
import { ownFolder } from "../../files/ownFolder";
import { isReallyInside } from "../../files/paths";
import { readRegularText } from "../../files/regularFile";
import { openSeal, type Seal } from "../../files/seal";
import { userStateFolder } from "../../files/userState";
import { writeAtomically } from "../../files/writeAtomically";
import { trainingRecordSchema, type FoundTraining, type TrainingRecord } from "../../protocol/endModel";
import { openSealedJson, sealJson } from "../sealedJson";

/** A project's trainings, in its folder .lf-lens: a record and a model's file for each. */
export interface TrainingStore {
  /** The absolute path of a new model's file; its folder is there. */
  readonly placeFor: (id: string) => Promise<string>;
  /** Keeps a training, and lets go of old ones; one in the background takes the place of the last one in the background. */
  readonly keep: (record: TrainingRecord) => Promise<void>;
  /** The newest training of this machine whose model is there unchanged. One that came with the folder is left out, and that is told. */
  readonly latest: () => Promise<{ readonly record: TrainingRecord; readonly file: string } | undefined>;
  /** All that can be read, newest first. */
  readonly list: () => Promise<readonly FoundTraining[]>;
}

/** Where a project keeps the records of its trainings. */
export const runsFolder = (root: string): string => join(root, ".lf-lens", "runs");

/** Records are small; models are some megabytes. */
const MOST_RECORDS = 50;
const MOST_MODELS = 10;

/**
 * @param tell told once of records that cannot be read, and of what is not used because it came with the folder
 * @param seal marks what is trained here: a project's folder may come from anywhere, with figures that nobody measured
 */
export function trainingStore(root: string, tell: (text: string) => void, seal: Seal = openSeal(userStateFolder())): TrainingStore {
  const told = new Set<string>();
  const warn = (text: string): void => {
    if (!told.has(text)) tell(text);
    told.add(text);
  };
  const runs = runsFolder(root);
  const models = join(root, ".lf-lens", "models");
  const modelPath = (id: string): string => join(models, `${id}.lfmodel`);

  async function list(): Promise<FoundTraining[]> {
    const names = (await namesIn(runs)).filter((name) => name.endsWith(".json")).reverse();
    const found = await Promise.all(names.map((name) => readRecord(join(runs, name), warn, seal)));
    return found.filter((record) => record !== undefined);
  }

  async function removeReplaced(by: string): Promise<void> {
    const replaced = (await list()).filter(({ id, background }) => background && id !== by);
    // By their names, never by the path that a record tells: the record may have come with the folder.
    const paths = replaced.flatMap(({ id }) => [join(runs, `${id}.json`), modelPath(id)]);
    await Promise.all(paths.map((path) => rm(path, { force: true })));
  }

  async function sealed(record: TrainingRecord): Promise<string> {
    try {
      return await sealJson(record, seal);
    } catch (error) {
      warn(`Run ${record.id} will count as one that came with the folder. ${reasonOf(error)}`);
      return sealJson(record, undefined);
    }
  }

  return {
    list,
    async placeFor(id) {
      await ownFolder(root, ".lf-lens", "models");
      return modelPath(id);
    },
    async keep(record) {
      await Promise.all(["runs", "models"].map((name) => ownFolder(root, ".lf-lens", name)));
      const path = join(runs, `${record.id}.json`);
      await writeAtomically(path, await sealed(record));
      if (record.background) await removeReplaced(record.id);
      await prune(runs, ".json", MOST_RECORDS);
      await prune(models, ".lfmodel", MOST_MODELS);
      await removeCutOff(models);
    },
    async latest() {
      const records = await list();
      for (const record of records.filter(({ elsewhere }) => !elsewhere)) {
        const file = await modelFileOf(root, record);
        if (file === undefined) continue;
        const [now] = await hashFiles(root, [file]);
        if (now?.sha256 === record.modelFile.sha256) return { record, file };
      }
      const came = records.find(({ elsewhere }) => elsewhere);
      if (came) warn(`The end model of run ${came.id} is not used: it was not trained on this machine, it came with the folder. ${TRAIN}`);
      return undefined;
    },
  };
}

const TRAIN = "Train one to have it.";
const ELSEWHERE = "These figures were not measured on this machine: they came with the folder. Train again to be sure.";

/**
 * The absolute path of a run's model. Undefined if it is gone, or not a file inside the project: a record may have come with the
 * folder, and name anything.
 */
export async function modelFileOf(root: string, { modelFile }: TrainingRecord): Promise<string | undefined> {
  const file = resolve(root, modelFile.path);
  const there = await stat(file).catch(() => undefined);
  return there?.isFile() && (await isReallyInside(file, root)) ? file : undefined;
}

/** A training's name: the time, and something that makes it unique. Names sort by time. */
export const trainingId = (now: Date, unique: string): string =>
  `${now.toISOString().replace(/[-:]/g, "").replace("T", "-").slice(0, 19).replace(".", "-")}-${unique}`;

/** A file as records name it. */
export async function hashedIn(root: string, file: string): Promise<TrainingRecord["modelFile"]> {
  const [hashed] = await hashFiles(root, [file]);
  if (!hashed) throw new Error(`${relative(root, file)} disappeared just after it was written.`);
  return hashed;
}

async function readRecord(path: string, warn: (text: string) => void, seal: Seal): Promise<FoundTraining | undefined> {
  try {
    const { record, isOwn } = await openSealedJson(await readRegularText(path), seal);
    const training = trainingRecordSchema.parse(record);
    return isOwn ? training : fromElsewhere(training);
  } catch (error) {
    warn(`${path} is not a training record that this version can read (${reasonOf(error)}), so it is ignored. Delete it, or train again.`);
    return undefined;
  }
}

const fromElsewhere = ({ evaluation, ...record }: TrainingRecord): FoundTraining => ({
  ...record,
  evaluation: { ...evaluation, notes: [ELSEWHERE, ...evaluation.notes] },
  elsewhere: true,
});

/** Of a record with a wrong shape the first thing that is wrong. */
function reasonOf(error: unknown): string {
  if (error instanceof ZodError) return `${error.issues[0]?.path.join(".")}: ${error.issues[0]?.message}`;
  return error instanceof Error ? error.message : String(error);
}

const namesIn = async (folder: string): Promise<string[]> => (await readdir(folder).catch(() => [])).sort();

/** A training that was killed leaves a hidden folder; one that is under way is younger. */
const CUT_OFF_MS = 24 * 3600 * 1000;

async function removeCutOff(folder: string): Promise<void> {
  for (const name of (await namesIn(folder)).filter((one) => one.endsWith(".partial"))) {
    const { mtimeMs } = await lstat(join(folder, name));
    if (Date.now() - mtimeMs > CUT_OFF_MS) await rm(join(folder, name), { recursive: true, force: true });
  }
}

async function prune(folder: string, ending: string, most: number): Promise<void> {
  const own = (await namesIn(folder)).filter((name) => name.endsWith(ending));
  await Promise.all(own.slice(0, -most).map((name) => rm(join(folder, name), { force: true })));
}
