import { createHash } from "node:crypto";

export interface Summary {
  /** What the user reads before saying yes. */
  readonly text: string;
  /** SHA-256 of the text and of what is sent: a yes to this is a yes to nothing else. */
  readonly hash: string;
}

/** A text to agree to. @param sent what else the yes is about: a yes to this text with other content is none */
export const summaryOf = (text: string, sent: unknown): Summary => ({
  text,
  hash: sha256(`${text}\n${sha256(JSON.stringify(sent))}`),
});

const sha256 = (text: string): string => createHash("sha256").update(text).digest("hex");
