import { constants, createContext, Script } from "node:vm";

/** Makes the objects and lists that rows consist of. */
export interface RowRealm {
  readonly newObject: () => Record<string, never>;
  readonly newList: () => never[];
}

/**
 * A realm whose built-ins are frozen, for rows alone: all LFs see the same rows, and through the prototype of a row or of a list in it
 * none can change what another finds there. Our own built-ins stay as they are, for the libraries that extend them.
 */
export function createRowRealm(): RowRealm {
  return making.runInContext(createContext(constants.DONT_CONTEXTIFY)) as RowRealm;
}

const making = new Script(
  `{
    const frozen = new Set();
    const freeze = (value) => {
      if (Object(value) !== value || frozen.has(value)) return;
      frozen.add(value);
      freeze(Object.getPrototypeOf(value));
      for (const key of Reflect.ownKeys(value)) {
        const property = Reflect.getOwnPropertyDescriptor(value, key);
        for (const part of [property.value, property.get, property.set]) freeze(part);
      }
    };
    for (const root of [{}, [], [].values()]) freeze(root);
    for (const value of frozen) Object.freeze(value);
    ({ newObject: () => ({}), newList: () => [] });
  }`,
  { filename: "lf-lens-rows" },
);
