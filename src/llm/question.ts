import type { TextMessage } from "./chatMessage";

/** What a model is asked. The same question is asked once only. */
export interface Question {
  readonly model: string;
  readonly messages: readonly TextMessage[];
  /** Tokens after which the answer is cut. */
  readonly maxTokens: number;
}

export interface Answer {
  /** Empty where the model gave none. */
  readonly text: string;
  /** Why there is no answer, or only a part of it: the model refused, or its service held prompt or answer back. */
  readonly withheld?: string;
  /** As billed, where the service says so. */
  readonly inputTokens?: number;
  readonly outputTokens?: number;
}

/** Has a model answer one question. Rejects with a ServiceFailure, or with the signal's reason. */
export type Ask = (question: Question, signal?: AbortSignal) => Promise<Answer>;
