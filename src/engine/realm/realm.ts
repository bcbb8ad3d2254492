import { isBuiltin } from "node:module";
import { constants, createContext, Script, type Context } from "node:vm";
import { format } from "node:util";
import { builtinsOf, type BuiltinWatch } from "./builtins";
import { watchImpureReads, type OnImpureRead } from "./impureReads";

/** What an LF file printed. */
export type Print = (level: "info" | "warn" | "error", text: string) => void;

/** What a realm tells of the code that runs in it. */
export interface RealmEvents {
  readonly print: Print;
  readonly onRead: OnImpureRead;
  /** Called by instrumented code with the number of the return that gives this value. Gives the value back. */
  readonly returned: (site: number, value: unknown) => unknown;
}

/**
 * A fresh global scope for one LF file, with built-ins of its own: what the file does to them, no other file and not the worker sees.
 * It has a console and what packages without side effects expect of Node; no timers, no network. Not a sandbox against malice.
 */
export function createRealm({ print, onRead }: RealmEvents): Context {
  // An ordinary global, not one that asks an object of ours for each name: those are 25 times slower to read.
  const realm = createContext(constants.DONT_CONTEXTIFY);
  watchImpureReads(realm, onRead);
  withoutFinalizers.runInContext(realm);
  return Object.assign(realm, {
    global: realm,
    console: createConsole(print),
    process: {
      env: { NODE_ENV: "production" },
      argv: [],
      platform: process.platform,
      version: process.version,
      versions: process.versions,
    },
    URL,
    URLSearchParams,
    TextEncoder,
    TextDecoder,
    structuredClone,
    queueMicrotask,
    Buffer,
    atob,
    btoa,
  });
}

/** A registry whose callbacks are never called, which every engine may decide: they would run whenever memory is cleared, during another LF's rows. */
const withoutFinalizers = new Script(
  `globalThis.FinalizationRegistry = class FinalizationRegistry {
    constructor(cleanup) {
      if (typeof cleanup !== "function") throw new TypeError("FinalizationRegistry: cleanup must be callable");
    }
    register() {}
    unregister() { return false; }
  };`,
  { filename: "lf-lens-realm" },
);

/** How long nothing was loaded, in ms, before the next realm is made: nobody waits for it then. */
const REST_MS = 50;

/** A realm in which no code has run. */
export interface FreshRealm {
  readonly realm: Context;
  /** Begins to watch its built-ins, whatever was put in their place by then. */
  readonly watchBuiltins: () => BuiltinWatch;
}

function createFreshRealm(events: RealmEvents): FreshRealm {
  const realm = createRealm(events);
  return { realm, watchBuiltins: builtinsOf(realm) };
}

/** Gives fresh realms, each to one file, and has the next one ready: making one takes longer than loading a short file into it. */
export function createRealms(events: RealmEvents): () => FreshRealm {
  let spare: FreshRealm | undefined;
  const resting = setTimeout(() => (spare ??= createFreshRealm(events)), REST_MS).unref();
  return () => {
    const realm = spare ?? createFreshRealm(events);
    spare = undefined;
    resting.refresh();
    return realm;
  };
}

/** Longer lines are cut. */
const LINE_LENGTH = 2_000;

function createConsole(print: Print): Record<string, (...parts: unknown[]) => void> {
  const at =
    (level: "info" | "warn" | "error") =>
    (...parts: unknown[]): void =>
      print(level, describe(parts).slice(0, LINE_LENGTH));
  return {
    log: at("info"),
    info: at("info"),
    debug: at("info"),
    dir: at("info"),
    warn: at("warn"),
    error: at("error"),
    trace: at("error"),
  };
}

/** What is printed may have getters that throw. */
function describe(parts: readonly unknown[]): string {
  try {
    return format(...parts);
  } catch {
    return "(something that cannot be printed)";
  }
}

/** What a bundle may require: the SDK and Node's own modules; all else is in the bundle. */
export function createRequire(sdk: object, requireBuiltin: (id: string) => unknown): (id: string) => unknown {
  return (id) => {
    if (id === "lf-lens") return sdk;
    if (isBuiltin(id)) return requireBuiltin(id);
    throw new Error(`There is no module "${id}"`);
  };
}
