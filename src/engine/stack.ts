import { basename, dirname, resolve } from "node:path";
import { originalPositionFor, TraceMap } from "@jridgewell/trace-mapping";
import type { Bundle, Place } from "./bundle";
import { withoutInsertions } from "./insertions";

/** Gives bundles the names that V8 writes into stacks, and finds the user's own lines behind such stacks. */
export interface BundleNames {
  /** A script name for the bundle, never given before. */
  add(bundle: Bundle): string;
  /** Forgets bundles that are not in use any more. */
  keep(bundles: ReadonlySet<Bundle>): void;
  /** Places in the user's files that a stack went through, innermost first; none in packages. */
  places(stack: string): Place[];
}

const SCRIPT = "lf-lens-bundle-";
const frame = new RegExp(`${SCRIPT}(\\d+):(\\d+):(\\d+)`, "g");

export function createBundleNames(): BundleNames {
  const bundles = new Map<number, { readonly bundle: Bundle; map?: TraceMap }>();
  let last = 0;
  return {
    add(bundle) {
      bundles.set(++last, { bundle });
      return `${SCRIPT}${last}`;
    },
    keep(used) {
      for (const [id, { bundle }] of bundles) if (!used.has(bundle)) bundles.delete(id);
    },
    places(stack) {
      return Array.from(stack.matchAll(frame), ([, id, line, column]) => {
        const known = bundles.get(Number(id));
        if (!known) return undefined;
        const { path, insertions } = known.bundle;
        known.map ??= new TraceMap(known.bundle.map);
        return sourcePlace(known.map, path, Number(line) - 1, withoutInsertions(insertions, Number(line) - 1, Number(column) - 1));
      }).filter((place) => place !== undefined && !/[\\/]node_modules[\\/]/.test(place.file)) as Place[];
    },
  };
}

/**
 * The place in the user's files behind a place in a bundle, if there is one.
 * @param path the bundle's LF file
 * @param line from 0, as is `column`
 */
export function sourcePlace(map: TraceMap, path: string, line: number, column: number): Place | undefined {
  const found = originalPositionFor(map, { line: line + 1, column });
  return found.source === null ? undefined : { file: resolve(dirname(path), found.source), line: found.line, column: found.column + 1 };
}

/**
 * Where an error happened: the innermost line of the user's own code; where that is not in the LF's file, `via` says from where in it.
 */
export function errorPlace(places: readonly Place[], file: string): { place?: Place; via?: string } {
  const [place] = places;
  if (!place || place.file === file) return place ? { place } : {};
  const own = places.find((candidate) => candidate.file === file);
  return own ? { place, via: `called from ${basename(file)}:${own.line}:${own.column}` } : { place };
}

/** The frames' part of a stack; a message before them may be of any length. */
const FRAMES_LENGTH = 4_000;

/** The frames of an error's stack as text, whatever was thrown and whatever its getters do. */
export function stackOf(thrown: unknown): string {
  try {
    const { stack } = thrown as { stack?: unknown };
    return typeof stack === "string" ? stack.slice(-FRAMES_LENGTH) : "";
  } catch {
    return "";
  }
}
