import { EventEmitter } from "node:events";
import type { GrowingWatch } from "./builtins";

/**
 * Node's modules as LF files get them. Each file has its own copy of what a module exports: what it puts in the place of a function of
 * the module's, or whom it has listen to the process, is its own affair. Classes and functions themselves are shared, and watched.
 * @param load loads a module of Node's
 */
export function createModules(load: (id: string) => unknown, builtins: GrowingWatch): (id: string) => unknown {
  const copies = new Map<unknown, unknown>();
  return (id) => {
    const shared = load(id);
    if (typeof shared !== "object" || shared === null) return shared;
    watchOnce(builtins, id, shared);
    if (!copies.has(shared)) copies.set(shared, copyOf(shared));
    return copies.get(shared);
  };
}

/** For each watch what it watches already. */
const watched = new WeakMap<GrowingWatch, WeakSet<object>>();

function watchOnce(builtins: GrowingWatch, id: string, module: object): void {
  const known = watched.get(builtins) ?? new WeakSet();
  watched.set(builtins, known);
  if (known.has(module)) return;
  known.add(module);
  builtins.add(id.replace(/^node:/, ""), module);
}

function copyOf(module: object): object {
  const properties = Object.getOwnPropertyDescriptors(module) as Record<string, PropertyDescriptor>;
  const emits = module instanceof EventEmitter;
  // Who listens is in these; a copy begins with nobody.
  if (emits) for (const name of ["_events", "_eventsCount", "_maxListeners"]) delete properties[name];
  const copy = Object.create(Object.getPrototypeOf(module) as object, properties) as object;
  if (emits) EventEmitter.call(copy as EventEmitter);
  return copy;
}
