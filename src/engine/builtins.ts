/** Finds out when a function that others rely on was replaced. */
export interface BuiltinWatch {
  /** Watches one more object and its classes. */
  add(name: string, object: object): void;
  /** The name of something that is not what it was, such as "JSON.parse"; undefined if all is. */
  changed(): string | undefined;
}

const { getOwnPropertyDescriptor, ownKeys } = Reflect;

/**
 * Looking takes a comparison for each function, some 30 microseconds for all of JavaScript's own, so it is done after each LF.
 * Functions that are added, and values that are no functions, are not watched: what is there works as it did.
 */
export function watchBuiltins(): BuiltinWatch {
  // Side by side instead of as objects: reading them is all that `changed` does.
  const holders: Record<PropertyKey, unknown>[] = [];
  const keys: PropertyKey[] = [];
  const values: unknown[] = [];
  const names: string[] = [];
  const accessors: { readonly holder: object; readonly key: PropertyKey; readonly get: unknown; readonly name: string }[] = [];

  const seen = new Set<object>();

  function watch(name: string, holder: object): void {
    if (seen.has(holder)) return;
    seen.add(holder);
    for (const key of ownKeys(holder)) {
      const property = getOwnPropertyDescriptor(holder, key)!;
      const full = `${name}${typeof key === "symbol" ? `[${key.toString()}]` : `.${key}`}`;
      if (property.get) accessors.push({ holder, key, get: property.get, name: full });
      else if (typeof property.value === "function") note(holder, key, property.value, full);
    }
  }

  function note(holder: object, key: PropertyKey, value: unknown, name: string): void {
    holders.push(holder as Record<PropertyKey, unknown>);
    keys.push(key);
    values.push(value);
    names.push(name);
  }

  return {
    add(name, object) {
      for (const key of ownKeys(object)) {
        const value: unknown = getOwnPropertyDescriptor(object, key)!.value;
        if (typeof key === "symbol" || value === object) continue;
        const full = name === "" ? key : `${name}.${key}`;
        const isFunction = typeof value === "function";
        if (isFunction || namespaces.has(key)) note(object, key, value, full);
        if (isFunction) watch(full, value);
        if (isFunction && isObject(value.prototype)) watch(`${full}.prototype`, value.prototype);
        if (namespaces.has(key) && isObject(value)) watch(full, value);
      }
    },
    changed() {
      for (let i = 0; i < holders.length; i++) if (holders[i]![keys[i]!] !== values[i]) return names[i];
      return accessors.find(({ holder, key, get }) => getOwnPropertyDescriptor(holder, key)?.get !== get)?.name;
    },
  };
}

/** Objects with functions in them. */
const namespaces: ReadonlySet<string> = new Set(["JSON", "Math", "Reflect", "Atomics", "Intl", "WebAssembly"]);

const isObject = (value: unknown): value is object => typeof value === "object" && value !== null;
