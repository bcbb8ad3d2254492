import type { AskingLf, OpenQuestions, PromptQuestion, QuestionsRequest } from "../../protocol/asking";
import type { EngineEvents } from "../../protocol/engine";
import type { LoadedLf, LoadedPlan } from "../realm/lfFiles";
import type { RowObject } from "../realm/rowObjects";
import { rowObjects } from "../realm/rowObjects";
import type { LfOutcome, LfRunner } from "../run/lfRunner";
import type { OpenProject } from "../run/openProject";
import { BATCH_ROWS } from "./voteOnRows";

export interface QuestionsInput {
  readonly project: OpenProject;
  readonly plan: LoadedPlan;
  readonly request: QuestionsRequest;
  readonly runner: LfRunner;
  readonly onProgress: EngineEvents["progress"];
}

/** Questions in memory, here and at who asks; and the characters in them. */
const MOST_QUESTIONS = 200_000;
const MOST_CHARACTERS = 2 ** 28;

/** Runs the LFs to learn what their prompts would ask about rows. An LF that depends on answers may have more to ask later. */
export async function openQuestions(input: QuestionsInput): Promise<OpenQuestions> {
  const { project, plan, request, runner } = input;
  const found = createCollector();
  const lfs = plan.lfs.filter(({ name, stop }) => !stop && (request.lfs?.includes(name) ?? true));
  for await (const { rows, firstRow } of batchesOf(input)) {
    for (const lf of lfs) {
      const log = runner.newLog(project, lf);
      found.add(lf, await runner.run(project, lf, { rows, firstRow, log }));
    }
    if (found.isFull()) break;
  }
  return found.finish(lfs);
}

async function* batchesOf({
  project,
  request,
  onProgress,
}: QuestionsInput): AsyncGenerator<{ rows: readonly RowObject[]; firstRow: number }> {
  if (request.rows !== "all") {
    yield { rows: request.rows.map((row) => project.rows[row]).filter((row) => row !== undefined), firstRow: 0 };
    return;
  }
  const dataset = await project.dataset();
  const total = dataset.info.rows;
  let firstRow = 0;
  for await (const table of dataset.scan({ batchRows: BATCH_ROWS })) {
    yield { rows: rowObjects(table, project.spec.columns.gold), firstRow };
    firstRow += table.rows;
    onProgress({ what: "collecting questions", done: firstRow, total });
  }
}

interface Found {
  rows: number;
  answered: number;
  readonly columns: Set<string>;
  readonly open: number[];
}

function createCollector() {
  const questions: PromptQuestion[] = [];
  const places = new Map<string, number>();
  const byLf = new Map<string, Found>();
  let characters = 0;
  const isFull = (): boolean => questions.length >= MOST_QUESTIONS || characters >= MOST_CHARACTERS;

  function placeOf({ hash, prompt, row }: LfOutcome["open"][number]): number | undefined {
    const known = places.get(hash);
    if (known !== undefined || isFull()) return known;
    const question = prompt.of(row);
    characters += question.messages.reduce((sum, { content }) => sum + content.length, 0);
    places.set(hash, questions.length);
    return questions.push(question) - 1;
  }

  return {
    isFull,
    add({ name }: LoadedLf, { asked, open, notAsked }: LfOutcome): void {
      if (!asked && open.length === 0) return;
      const at = byLf.get(name) ?? { rows: 0, answered: 0, columns: new Set<string>(), open: [] };
      byLf.set(name, at);
      at.rows += (asked?.answered ?? 0) + notAsked;
      at.answered += asked?.answered ?? 0;
      for (const question of open) {
        for (const column of question.prompt.columns) at.columns.add(column);
        const place = placeOf(question);
        if (place !== undefined) at.open.push(place);
      }
    },
    finish: (lfs: readonly LoadedLf[]): OpenQuestions => ({
      questions,
      more: isFull(),
      lfs: lfs.flatMap(({ name }): AskingLf[] => {
        const at = byLf.get(name);
        return at ? [{ name, rows: at.rows, answered: at.answered, columns: [...at.columns], open: Int32Array.from(at.open) }] : [];
      }),
    }),
  };
}
