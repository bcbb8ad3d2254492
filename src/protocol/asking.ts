/** Endpoints of models, and what prompts in LF files ask them. */

/** A model behind an address that speaks OpenAI's protocol, as lf.config.json declares it. Keys are never part of it. */
export interface EndpointSpec {
  /** Without a slash at its end; https, or http on this machine. */
  readonly baseUrl: string;
  readonly model: string;
  /** Requests under way at the same time. */
  readonly concurrency: number;
  readonly requestsPerMinute?: number;
  /** How long one answer may take. */
  readonly timeoutSeconds: number;
  /** In US dollars for a million tokens; absent: unknown, or nothing on this machine. */
  readonly price?: { readonly input: number; readonly output: number };
}

/** By the names under which prompts know them. */
export type Endpoints = Readonly<Record<string, EndpointSpec>>;

/** What a prompt asks about a row. The same question is asked once only. */
export interface PromptQuestion {
  /** SHA-256 of all that decides the answer, base64url. */
  readonly hash: string;
  /** The endpoint's name. */
  readonly endpoint: string;
  readonly messages: readonly { readonly role: "system" | "user" | "assistant"; readonly content: string }[];
  readonly maxTokens: number;
  readonly temperature: number;
  /** Whether the probability of the answer is wanted. */
  readonly logprobs: boolean;
  /** The reply is JSON with one of these as its label. */
  readonly choices?: readonly string[];
}

/** What a model answered. */
export interface PromptAnswer {
  readonly text: string;
  /** Of the whole text, 0..1; absent where the endpoint gives no log-probabilities or was not asked for them. */
  readonly probability?: number;
  /** Why there is no answer, or a part of it only: the model refused, or its service held it back. */
  readonly withheld?: string;
  /** As billed, where the service says so. */
  readonly inputTokens?: number;
  readonly outputTokens?: number;
}

/** What is known of a prompt LF's questions about rows of a set. */
export interface AskedRows {
  /** Rows with an answer. */
  readonly answered: number;
  /** Of these, rows whose answer is none of those that the prompt knows, or was withheld: the LF abstains there. */
  readonly noLabel: number;
}

/** Where prompts are asked and their answers kept. */
export interface PromptsSpec {
  readonly endpoints: Endpoints;
  /** Absolute path of the folder of kept answers. */
  readonly answers: string;
}

/** Which questions are looked for. */
export interface QuestionsRequest {
  /** Names of LFs; all if absent. */
  readonly lfs?: readonly string[];
  /** Rows of the sample, or all rows of the data. */
  readonly rows: readonly number[] | "all";
}

/** An LF with prompts, and what it is still to be told. */
export interface AskingLf {
  readonly name: string;
  /** Of these rows, those on which it asks a model. */
  readonly rows: number;
  readonly answered: number;
  /** Columns whose cells it sends. */
  readonly columns: readonly string[];
  /** For each row with an open question its place in `questions`. */
  readonly open: Int32Array;
}

export interface OpenQuestions {
  /** LFs that ask models, in file and source order. */
  readonly lfs: readonly AskingLf[];
  /** Each once. */
  readonly questions: readonly PromptQuestion[];
  /** There are more than fit in memory: the first are given. */
  readonly more: boolean;
}
