import { Script, type Context } from "node:vm";

/** Told what a realm's code reads that another run may give otherwise. */
export type OnImpureRead = (what: ImpureSource) => void;

export type ImpureSource = "the clock" | "random numbers";

/**
 * Has a realm tell when its code reads the clock or draws a random number. Dates made of given values stay as fast as they
 * need be, and all results are what they were.
 */
export function watchImpureReads(realm: Context, onRead: OnImpureRead): void {
  const install = watching.runInContext(realm) as (onRead: OnImpureRead) => void;
  install(onRead);
}

const watching = new Script(
  `(onRead) => {
    const { now } = Date;
    const { random } = Math;
    const { apply, construct } = Reflect;
    Date.now = () => (onRead("the clock"), now());
    Math.random = () => (onRead("random numbers"), random());
    globalThis.Date = new Proxy(Date, {
      apply(target, self, given) {
        onRead("the clock");
        return apply(target, self, given);
      },
      construct(target, given, made) {
        if (given.length === 0) onRead("the clock");
        return construct(target, given, made);
      },
    });
    Date.prototype.constructor = Date;
    // Formats the present where it is given no date.
    const { DateTimeFormat } = Intl;
    const format = Object.getOwnPropertyDescriptor(DateTimeFormat.prototype, "format");
    const { formatToParts } = DateTimeFormat.prototype;
    const watched = new WeakMap();
    Object.defineProperty(DateTimeFormat.prototype, "format", {
      ...format,
      get() {
        const formatDate = apply(format.get, this, []);
        if (!watched.has(formatDate)) {
          watched.set(formatDate, (date) => {
            if (date === undefined) onRead("the clock");
            return formatDate(date);
          });
        }
        return watched.get(formatDate);
      },
    });
    DateTimeFormat.prototype.formatToParts = function (date) {
      if (date === undefined) onRead("the clock");
      return apply(formatToParts, this, [date]);
    };
  }`,
  { filename: "lf-lens-realm" },
);
