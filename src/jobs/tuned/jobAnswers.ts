import { join } from "node:path";
import type { AskTools } from "../../llm/askAgreed";
import { openAnswers, type KeptAnswers } from "../../llm/keptAnswers";
import type { JobRecord } from "../job";
import type { JobTools } from "../runner";

/** The answers of a job's models, in its folder. */
export const openJobAnswers = ({ id, key }: JobRecord, { store, secrets, seal }: JobTools): Promise<KeptAnswers> =>
  openAnswers({ path: join(store.folder(id), "answers.jsonl"), owner: key, redact: (text) => secrets.redact(text), seal });

/** How a job's models are asked: by one process at a time. */
export const askTools = (id: string, { clock, random, store, secrets }: JobTools): AskTools => ({
  clock,
  random,
  redact: (text) => secrets.redact(text),
  exclusively: (work) => store.exclusively(id, work),
  busy: `Another window or terminal asks the models of job ${id} at the moment. Wait for it, then try again.`,
});
