/** A file that goes wrong. Files are written into the project; null removes one. */
export interface FaultCase {
  readonly title: string;
  readonly files: Readonly<Record<string, string | null>>;
  /** What the faults of the LF `bad` say, all of them; none unless said. */
  readonly faults?: readonly RegExp[];
  /** How many of the eight rows `bad` votes on; undefined: it does not exist. */
  readonly votes?: number;
  /** What the project's problems say, all of them; none unless said. */
  readonly problems?: readonly RegExp[];
}
