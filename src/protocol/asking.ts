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
