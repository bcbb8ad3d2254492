/** Finds out when a function that others rely on was replaced. */
export interface BuiltinWatch {
  /** The name of something that is not what it was, such as "JSON.parse"; undefined if all is. */
  changed(): string | undefined;
}

/** A watch that more can be put under. */
export interface GrowingWatch extends BuiltinWatch {
  /** Watches the functions of one more object, and those of its classes. */
  add(name: string, object: object): void;
}

const { getOwnPropertyDescriptor, ownKeys } = Reflect;

/** Which properties of an object are functions, and which are accessors. */
interface Shape {
  readonly name: string;
  readonly functions: readonly PropertyKey[];
  readonly accessors: readonly PropertyKey[];
}

/** Where an object with functions stands: it is the root, what the root has by a name, or the prototype of that. */
interface Place {
  readonly key?: string;
  readonly isPrototype?: boolean;
  readonly shape: Shape;
}

type Holder = Readonly<Record<PropertyKey, unknown>>;

/** A watched object, with what its properties were. */
interface Watched {
  readonly shape: Shape;
  readonly holder: Holder;
  readonly values: readonly unknown[];
  readonly getters: readonly unknown[];
}

/**
 * Looking takes a comparison for each function, some 20 microseconds for all of JavaScript's own, so it is done after each LF.
 * Functions that are added, and values that are no functions, are not watched: what is there works as it did.
 */
export function watchBuiltins(): GrowingWatch {
  const watched: Watched[] = [];
  const seen = new Set<object>();
  return {
    add(name, object) {
      for (const place of placesIn(name, object)) {
        const holder = holderAt(object, place);
        if (seen.has(holder)) continue;
        seen.add(holder);
        watched.push(asItIs(holder, place.shape));
      }
    },
    changed: () => changedOf(watched),
  };
}

/**
 * Looks up the built-ins of a realm in which no code has run yet. Most realms are never watched: their file has one LF.
 * @returns begins to watch them, as they are when it is called
 */
export function builtinsOf(realm: object): () => BuiltinWatch {
  realmPlaces ??= placesIn("", realm);
  const places = realmPlaces;
  const holders = places.map((place) => holderAt(realm, place));
  return () => {
    const watched = holders.map((holder, i) => asItIs(holder, places[i]!.shape));
    return { changed: () => changedOf(watched) };
  };
}

/** They are the same in every realm. */
let realmPlaces: readonly Place[] | undefined;

const asItIs = (holder: Holder, shape: Shape): Watched => ({
  shape,
  holder,
  values: shape.functions.map((key) => holder[key]),
  getters: shape.accessors.map((key) => getOwnPropertyDescriptor(holder, key)?.get),
});

function changedOf(watched: readonly Watched[]): string | undefined {
  for (const { shape, holder, values, getters } of watched) {
    const { name, functions, accessors } = shape;
    for (let i = 0; i < functions.length; i++) if (holder[functions[i]!] !== values[i]) return fullName(name, functions[i]!);
    for (let i = 0; i < accessors.length; i++)
      if (getOwnPropertyDescriptor(holder, accessors[i]!)?.get !== getters[i]) return fullName(name, accessors[i]!);
  }
  return undefined;
}

/** Objects with functions in them. */
const namespaces = ["JSON", "Math", "Reflect", "Atomics", "Intl", "WebAssembly"];

/** @param name of a module, or "" for a global scope */
function placesIn(name: string, root: object): Place[] {
  // Getters of modules and of a global scope make what they give when they are first asked, and are replaced by it.
  const withGetters = name === "";
  const rootShape = shapeOf(name, root, false);
  const places: Place[] = [{ shape: rootShape }];
  for (const key of [...rootShape.functions, ...namespaces]) {
    if (typeof key !== "string" || !Object.hasOwn(root, key)) continue;
    const full = fullName(name, key);
    const value = holderAt(root, { key });
    places.push({ key, shape: shapeOf(full, value, withGetters) });
    if (typeof value === "function" && isObject(value["prototype"]))
      places.push({ key, isPrototype: true, shape: shapeOf(`${full}.prototype`, value["prototype"], withGetters) });
  }
  return places.filter(({ shape }) => hasParts(shape));
}

function holderAt(root: object, { key, isPrototype = false }: Omit<Place, "shape">): Holder {
  const holder = root as Holder;
  if (key === undefined) return holder;
  return (isPrototype ? (holder[key] as Holder)["prototype"] : holder[key]) as Holder;
}

function shapeOf(name: string, object: object, withGetters: boolean): Shape {
  const shape = { name, functions: [] as PropertyKey[], accessors: [] as PropertyKey[] };
  for (const key of ownKeys(object)) {
    if (typeof object === "function" && dull.has(key)) continue;
    const property = getOwnPropertyDescriptor(object, key)!;
    if (property.get) {
      if (withGetters) shape.accessors.push(key);
    } else if (typeof property.value === "function") shape.functions.push(key);
  }
  return shape;
}

/** What every function has. */
const dull: ReadonlySet<PropertyKey> = new Set(["length", "name", "prototype"]);

/** Most functions have nothing more, and their prototypes only lead back to them. */
const hasParts = ({ functions, accessors }: Shape): boolean => accessors.length > 0 || functions.some((key) => key !== "constructor");

const fullName = (name: string, key: PropertyKey): string =>
  typeof key === "symbol" ? `${name}[${key.description ?? ""}]` : [...(name === "" ? [] : [name]), key].join(".");

const isObject = (value: unknown): value is object => typeof value === "object" && value !== null;
