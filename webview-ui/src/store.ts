/** What the panels' stores have in common. */
import { useSyncExternalStore } from "react";
import { reasonOf } from "./format";

/** What every panel's state has. */
interface Failing {
  /** Why the last request to the editor failed. */
  readonly error?: string;
}

/** A panel's one store: its whole state, replaced in one place. */
export interface Store<S> {
  readonly get: () => S;
  /** The state within a component, which is drawn again with every change. */
  readonly use: () => S;
  readonly update: (change: Partial<S>) => void;
  /** Shows the editor's reason if a request fails. */
  readonly attempt: (call: Promise<unknown>) => void;
  readonly dismissError: () => void;
}

export function createStore<S extends Failing>(first: S): Store<S> {
  const listeners = new Set<() => void>();
  let state = first;
  const update = (change: Partial<S>): void => {
    state = { ...state, ...change };
    for (const listener of listeners) listener();
  };
  const fail = (error: string | undefined): void => update({ ...state, error });
  const subscribe = (listener: () => void): (() => void) => {
    listeners.add(listener);
    return () => listeners.delete(listener);
  };
  return {
    get: () => state,
    use: () => useSyncExternalStore(subscribe, () => state),
    update,
    attempt: (call) => void call.catch((error: unknown) => fail(reasonOf(error))),
    dismissError: () => fail(undefined),
  };
}
