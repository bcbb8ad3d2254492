import type { EngineLimits } from "../../protocol/engine";

/** A limit as people set it. */
interface Bound {
  readonly least: number;
  readonly most: number;
  readonly usual: number;
  readonly unit: "s" | "MB";
}

/** Below the least every LF would be stopped, above the most nothing would ever be; package.json says the same. */
export const LIMIT_BOUNDS = {
  lfSeconds: { least: 0.1, most: 86_400, usual: 10, unit: "s" },
  rowSeconds: { least: 0.05, most: 3_600, usual: 1, unit: "s" },
  memoryMb: { least: 256, most: 65_536, usual: 2_048, unit: "MB" },
} as const satisfies Record<string, Bound>;

export type LimitName = keyof typeof LIMIT_BOUNDS;

/**
 * The engine's limits.
 * @param wanted the settings as they are: they may hold anything
 * @param warn told of each that cannot be used, and of what is used in its place
 */
export function engineLimits(wanted: Readonly<Record<LimitName, unknown>>, warn: (text: string) => void): EngineLimits {
  const limit = (name: LimitName): number => {
    const { problem, value } = checkLimit(name, wanted[name]);
    if (problem !== undefined) warn(`lfLens.limits.${name}: ${problem} ${value} ${LIMIT_BOUNDS[name].unit} is used.`);
    return value;
  };
  return { lfMs: 1000 * limit("lfSeconds"), rowMs: 1000 * limit("rowSeconds"), memoryMb: Math.floor(limit("memoryMb")) };
}

export const defaultLimits: EngineLimits = engineLimits(
  { lfSeconds: LIMIT_BOUNDS.lfSeconds.usual, rowSeconds: LIMIT_BOUNDS.rowSeconds.usual, memoryMb: LIMIT_BOUNDS.memoryMb.usual },
  () => {},
);

/** The value that counts, and what is wrong with the one that was wanted; a number out of bounds becomes the nearest that is not. */
export function checkLimit(name: LimitName, wanted: unknown): { readonly value: number; readonly problem?: string } {
  const { least, most, usual, unit } = LIMIT_BOUNDS[name];
  const problem = `It must be a number from ${least} to ${most} ${unit}.`;
  if (typeof wanted !== "number" || Number.isNaN(wanted)) return { value: usual, problem };
  const value = Math.min(Math.max(wanted, least), most);
  return value === wanted ? { value } : { value, problem };
}
