/** Finds out when a function that others rely on was replaced. */
export interface BuiltinWatch {
  /** Watches the functions of one more object, and those of its classes. */
  add(name: string, object: object): void;
  /** Takes all that is watched as it is now. */
  accept(): void;
  /** The name of something that is not what it was, such as "JSON.parse"; undefined if all is. */
  changed(): string | undefined;
}

const { getOwnPropertyDescriptor, ownKeys } = Reflect;

/** Which properties of an object are functions, and which are accessors. */
interface Shape {
  readonly name: string;
  readonly functions: readonly PropertyKey[];
  readonly accessors: readonly PropertyKey[];
}

/** A watched object, with what its properties were. */
interface Watched extends Shape {
  readonly holder: Record<PropertyKey, unknown>;
  values: readonly unknown[];
  getters: readonly unknown[];
}

/**
 * Looking takes a comparison for each function, some 30 microseconds for all of JavaScript's own, so it is done after each LF.
 * Functions that are added, and values that are no functions, are not watched: what is there works as it did.
 */
export function watchBuiltins(): BuiltinWatch {
  const watched: Watched[] = [];
  const seen = new Set<object>();

  function watch(holder: object, shape: Shape): void {
    if (seen.has(holder)) return;
    seen.add(holder);
    const own = { ...shape, holder: holder as Record<PropertyKey, unknown>, values: [], getters: [] };
    read(own);
    watched.push(own);
  }

  return {
    add(name, object) {
      const own = object as Record<string, unknown>;
      // Getters of modules and of a global scope make what they give when they are first asked, and are replaced by it.
      const fixed = (shape: Shape, getters: boolean): Shape => (getters ? shape : { ...shape, accessors: [] });
      const shape = shapeOf(name, object);
      const isScope = name === "";
      watch(object, fixed(shape, false));
      for (const key of [...shape.functions, ...namespaces]) {
        if (typeof key !== "string" || !Object.hasOwn(object, key)) continue;
        const full = isScope ? key : `${name}.${key}`;
        const value = own[key] as object & { readonly prototype?: unknown };
        watch(value, fixed(shapeOf(full, value), isScope));
        if (typeof value !== "function" || !isObject(value.prototype)) continue;
        watch(value.prototype, fixed(shapeOf(`${full}.prototype`, value.prototype), isScope));
      }
    },
    accept: () => watched.forEach(read),
    changed() {
      for (const { name, holder, functions, values, accessors, getters } of watched) {
        for (let i = 0; i < functions.length; i++) if (holder[functions[i]!] !== values[i]) return fullName(name, functions[i]!);
        for (let i = 0; i < accessors.length; i++)
          if (getOwnPropertyDescriptor(holder, accessors[i]!)?.get !== getters[i]) return fullName(name, accessors[i]!);
      }
      return undefined;
    },
  };
}

function read(watched: Watched): void {
  const { holder, functions, accessors } = watched;
  watched.values = functions.map((key) => holder[key]);
  watched.getters = accessors.map((key) => getOwnPropertyDescriptor(holder, key)?.get);
}

/** Objects with functions in them. */
const namespaces = ["JSON", "Math", "Reflect", "Atomics", "Intl", "WebAssembly"];

/** Shapes of JavaScript's own objects by their names: they are the same in every realm. */
const shapes = new Map<string, Shape>();

function shapeOf(name: string, object: object): Shape {
  const known = shapes.get(name);
  if (known) return known;
  const shape = { name, functions: [] as PropertyKey[], accessors: [] as PropertyKey[] };
  for (const key of ownKeys(object)) {
    const property = getOwnPropertyDescriptor(object, key)!;
    if (property.get) shape.accessors.push(key);
    else if (typeof property.value === "function") shape.functions.push(key);
  }
  shapes.set(name, shape);
  return shape;
}

const fullName = (name: string, key: PropertyKey): string =>
  typeof key === "symbol" ? `${name}[${key.description ?? ""}]` : [...(name === "" ? [] : [name]), key].join(".");

const isObject = (value: unknown): value is object => typeof value === "object" && value !== null;
