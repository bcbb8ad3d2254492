const INSTANT =
  /^(\d{4,6})-(\d\d)-(\d\d)(?:[T ](\d\d)(?::(\d\d)(?::(\d\d)(?:\.(\d{1,9}))?)?)?)?(Z|[+-]\d\d(?::?\d\d)?)?(?:[T ]?(\(BC\)))?$/;
const CLOCK = /^(\d\d):(\d\d):(\d\d)(?:\.(\d{1,9}))?$/;
const DAY_NS = 86_400_000_000_000n;

/** A date or timestamp as nanoseconds since 1970, in UTC; undefined for a text that is none, such as the 30th of February. */
export function instantNs(text: string): bigint | undefined {
  const parts = INSTANT.exec(text);
  if (!parts) return undefined;
  const [, year, month, day, hour = "0", minute = "0", second = "0", fraction = "", zone = "Z", bc] = parts;
  const date = new Date(0);
  date.setUTCFullYear(bc === undefined ? Number(year) : 1 - Number(year), Number(month) - 1, Number(day));
  if (date.getUTCMonth() !== Number(month) - 1 || date.getUTCDate() !== Number(day)) return undefined;
  const clock = clockNs(Number(hour), Number(minute), Number(second), fraction);
  return BigInt(date.getTime()) * 1_000_000n + clock - zoneNs(zone);
}

/** Whole days since 1970. */
export function daysOf(text: string): number | undefined {
  const ns = instantNs(text);
  return ns === undefined ? undefined : Number((ns - (((ns % DAY_NS) + DAY_NS) % DAY_NS)) / DAY_NS);
}

/** A time of day as nanoseconds. */
export function timeNs(text: string): bigint | undefined {
  const parts = CLOCK.exec(text);
  return parts ? clockNs(Number(parts[1]), Number(parts[2]), Number(parts[3]), parts[4] ?? "") : undefined;
}

const clockNs = (hour: number, minute: number, second: number, fraction: string): bigint =>
  BigInt((hour * 60 + minute) * 60 + second) * 1_000_000_000n + BigInt(fraction.padEnd(9, "0"));

function zoneNs(zone: string): bigint {
  const [, sign, hour, minute = "0"] = /^([+-])(\d\d):?(\d\d)?$/.exec(zone) ?? [];
  return hour === undefined ? 0n : clockNs(Number(hour), Number(minute), 0, "") * (sign === "-" ? -1n : 1n);
}
