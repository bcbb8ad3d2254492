import type { DiffFigures, DiffReport } from "./diffReport";

const metrics = { accuracy: "accuracy", coverage: "coverage", overlap: "overlaps", conflict: "conflicts" } as const;

const operators = {
  "<": (points: number, limit: number) => points < limit,
  "<=": (points: number, limit: number) => points <= limit,
  ">": (points: number, limit: number) => points > limit,
  ">=": (points: number, limit: number) => points >= limit,
};

/** A change that is not accepted: "accuracy<-1", "set:coverage<-5", "lf:conflict>2". */
export interface Limit {
  /** As it was written. */
  readonly text: string;
  /** For what it holds; both if undefined. */
  readonly scope?: "lf" | "set";
  readonly metric: keyof typeof metrics;
  readonly operator: keyof typeof operators;
  /** Points of a percent. */
  readonly points: number;
}

const pattern = /^(?:(lf|set):)?(accuracy|coverage|overlap|conflict)(<=|>=|<|>)([+-]?\d+(?:\.\d+)?)$/;

/**
 * Reads limits, divided by commas.
 * @throws Error that says what a limit looks like
 */
export function parseLimits(text: string): Limit[] {
  return text.split(",").map((part) => {
    const [, scope, metric, operator, points] = pattern.exec(part.replaceAll(/\s/g, "")) ?? [];
    if (!metric)
      throw new Error(
        `"${part.trim()}" is not a valid limit. Give a metric (accuracy, coverage, overlap or conflict), <, <=, > or >=, and percentage points, ` +
          `such as "accuracy<-1,coverage<-5"; "set:" or "lf:" restricts it to the set or to single LFs.`,
      );
    return {
      text: part.trim(),
      metric: metric as keyof typeof metrics,
      operator: operator as keyof typeof operators,
      points: Number(points),
      ...(scope === undefined ? {} : { scope: scope as "lf" | "set" }),
    };
  });
}

/** What breaks the limits, among the set and the LFs that both sides have. A rate that either side lacks breaks none. */
export function brokenLimits({ set, lfs }: Pick<DiffReport, "set" | "lfs">, limits: readonly Limit[]): DiffReport["failed"] {
  const sides = [
    { what: "the set", scope: "set", before: set.before, after: set.after },
    ...lfs.map(({ name, before, after }) => ({ what: name, scope: "lf", before, after })),
  ];
  return limits.flatMap((limit) =>
    sides.flatMap(({ what, scope, before, after }) => {
      if (!before || !after || (limit.scope ?? scope) !== scope) return [];
      const broken = breach(limit, before, after);
      return broken ? [{ what, limit: limit.text, ...broken }] : [];
    }),
  );
}

function breach(
  { metric, operator, points: limit }: Limit,
  was: DiffFigures,
  is: DiffFigures,
): { before: number; after: number; points: number } | undefined {
  const [before, after] = [was[metrics[metric]], is[metrics[metric]]];
  if (before === null || after === null) return undefined;
  // Without the noise of the division, so that a change of exactly one point is not more than one.
  const points = Number((100 * (after - before)).toFixed(9));
  return operators[operator](points, limit) ? { before, after, points } : undefined;
}
