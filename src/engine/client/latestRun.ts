import type { EngineEvents, RunRequest } from "../../protocol/engine";

/** The newest run, and the results of it that the session has: a fresh worker need not make them again. */
export interface LatestRun {
  /** The session's events, with an eye on the results that pass. */
  readonly events: EngineEvents;
  begin(request: Pick<RunRequest, "run" | "known">): void;
  /** Versions of the results that the session has; undefined if a newer run has begun. */
  known(run: number): readonly string[] | undefined;
}

export function createLatestRun(events: EngineEvents): LatestRun {
  let latest = 0;
  let told = new Set<string>();
  return {
    events: {
      ...events,
      lfDone(result) {
        if (result.run === latest && result.version !== undefined) told.add(result.version);
        events.lfDone(result);
      },
    },
    begin({ run, known }) {
      latest = run;
      told = new Set(known);
    },
    known: (run) => (run === latest ? [...told] : undefined),
  };
}
