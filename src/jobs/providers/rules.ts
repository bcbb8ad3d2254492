import type { Hyperparameters } from "../hyperparameters";

/** What a provider accepts, checked here before anything is sent. */
export interface Rules {
  readonly minExamples: number;
  /** Fewer are accepted, but of little use. */
  readonly advisedExamples: number;
  readonly maxBytes?: number;
  readonly messageRoles: readonly string[];
  /** User and assistant must take turns. */
  readonly takesTurns?: boolean;
  /** Messages of the user and the system may have a weight, too. */
  readonly weighsAll?: boolean;
  /** Examples may hold tools and calls of them. */
  readonly tools?: boolean;
  /** The user may send images: by address or as base64, or as base64 only. Absent: text only. */
  readonly images?: "any" | "data";
  readonly suffix?: { readonly maxLength: number; readonly pattern: RegExp; readonly words: string };
  /** The hyperparameters it takes, each with its range. */
  readonly hyperparameters: Partial<Record<keyof Hyperparameters, { readonly min: number; readonly max: number; readonly auto?: boolean }>>;
  /** Tokens of an example beyond which it is cut; undefined if not known for this model. */
  maxExampleTokens(model: string): number | undefined;
}
