/** A service that is going or gone. */
export interface Ending {
  /** The last day on which a job can be made, ISO date in UTC; undefined if that is over already. */
  readonly lastDay?: string;
  /** Why, and since when: whole sentences. */
  readonly reason: string;
}
