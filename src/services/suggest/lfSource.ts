import type { Sign } from "../../core/suggest/features";
import type { LfSuggestion, MinedLf } from "../../protocol/suggest";

/** An LF as one would write it. */
export interface LfSource {
  readonly name: string;
  readonly source: string;
  readonly imports: readonly string[];
}

/** The text of a mined LF. @param taken names that it must not have */
export function lfSource(
  { label, column, signs }: Pick<MinedLf, "column" | "signs"> & { readonly label: string },
  taken: ReadonlySet<string>,
): LfSource {
  const { builder, rest } = call(signs);
  const name = freeName(nameOf(column, signs), taken);
  return {
    name,
    source: `export const ${name} = ${builder}(${quote(label)}, ${quote(column)}, ${rest});`,
    imports: [builder],
  };
}

/** Mined LFs with their texts; no two have the same name. */
export function asSuggestions(mined: readonly MinedLf[], labels: readonly string[], known: Iterable<string>): LfSuggestion[] {
  const taken = new Set(known);
  return mined.map(({ label, evidence, ...looked }) => {
    const made = lfSource({ ...looked, label: labels[label]! }, taken);
    taken.add(made.name);
    return { ...made, label: labels[label]!, ...evidence };
  });
}

const quote = (text: string): string => JSON.stringify(text);

type Of<K extends Sign["kind"]> = Extract<Sign, { kind: K }>;
const ofKind = <K extends Sign["kind"]>(signs: readonly Sign[], kind: K): Of<K>[] =>
  signs.filter((sign): sign is Of<K> => sign.kind === kind);

function call(signs: readonly Sign[]): { readonly builder: string; readonly rest: string } {
  const [first] = signs;
  switch (first!.kind) {
    case "word":
      return { builder: "keyword", rest: ofKind(signs, "word").map(({ text }) => quote(text)).join(", ") }; // prettier-ignore
    case "substring":
      return { builder: "keyword", rest: `[${ofKind(signs, "substring").map(({ text }) => quote(text)).join(", ")}], { substring: true }` }; // prettier-ignore
    case "start":
      return { builder: "regex", rest: startPattern(ofKind(signs, "start").map(({ text }) => text)) };
    case "pattern":
      return { builder: "regex", rest: `/${first!.source}/${/\\p\{/.test(first!.source) ? "iu" : "i"}` };
    case "value":
      return { builder: "lookup", rest: `[${ofKind(signs, "value").map(({ text }) => quote(text)).join(", ")}]` }; // prettier-ignore
    case "bound": {
      const { of, side, bound } = first as Of<"bound">;
      return { builder: "threshold", rest: `{ ${of === "value" ? "" : `of: "${of}", `}${side}: ${bound} }` };
    }
  }
}

function startPattern(words: readonly string[]): string {
  const [plain, other] = [words.filter((word) => /^[a-z]+$/.test(word)), words.filter((word) => !/^[a-z]+$/.test(word))];
  const any = (of: readonly string[]): string => (of.length === 1 ? of[0]! : `(?:${of.join("|")})`);
  const parts = [
    ...(plain.length > 0 ? [String.raw`${any(plain)}\b`] : []),
    ...(other.length > 0 ? [String.raw`${any(other)}(?![\p{L}\p{M}\p{N}_])`] : []),
  ];
  return `/^${any(parts)}/${other.length > 0 ? "iu" : "i"}`;
}

function nameOf(column: string, [sign]: readonly Sign[]): string {
  switch (sign!.kind) {
    case "word":
    case "substring":
      return camel("says", sign!.text);
    case "start":
      return camel("startsWith", sign!.text);
    case "pattern":
      return camel("has", sign!.name);
    case "value":
      return camel(column, `is ${sign!.text}`);
    case "bound": {
      const few = sign!.side === "atMost";
      return sign!.of === "words"
        ? camel(few ? "atMost" : "atLeast", `${sign!.bound} words`)
        : camel(column, `${few ? "at most" : "at least"} ${sign!.bound}`);
    }
  }
}

const LONGEST_NAME = 40;

/** "says" and "check out" are saysCheckOut: letters and digits of any script. */
function camel(first: string, rest: string): string {
  const words = rest.split(/[^\p{L}\p{N}]+/u).filter((word) => word !== "");
  const joined = `${first.replace(/[^\p{L}\p{N}_$]+/gu, "")}${words.map((word) => word[0]!.toUpperCase() + word.slice(1)).join("")}`;
  const name = joined.replace(/[^\p{ID_Continue}$]+/gu, "").slice(0, LONGEST_NAME);
  return /^[\p{ID_Start}_$]/u.test(name) ? name : `is${name}`;
}

function freeName(name: string, taken: ReadonlySet<string>): string {
  if (!taken.has(name)) return name;
  for (let number = 2; ; number++) if (!taken.has(`${name}${number}`)) return `${name}${number}`;
}
