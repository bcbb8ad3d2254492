import { createHash } from "node:crypto";
import { TraceMap } from "@jridgewell/trace-mapping";
import type { Bundle, BundleExport, ExportSite, Place } from "../bundle";
import { instrument, type EvidenceCode } from "./instrument";
import { locateExports } from "./locate";
import { hashExports, parseBundle } from "./hashExports";
import { sourcePlace } from "../stack";
import { sdkNames } from "./statements";

/**
 * Finds the exports in what esbuild made of an LF file, and has its LFs tell which return gave a vote.
 * @param path the LF file, absolute
 * @param text its text
 */
export function makeBundle(path: string, text: string, made: Pick<Bundle, "code" | "map" | "nodeImports">): Bundle {
  const source = parseBundle(made.code);
  const sdk = sdkNames(source.statements);
  const hashed = hashExports(source, sdk);
  const { code, insertions, evidence } = instrument(
    source,
    Array.from(hashed.values(), ({ local }) => local),
    sdk,
  );
  const map = new TraceMap(made.map);
  const placeAt = (offset: number): Place | undefined => {
    const { line, character } = source.getLineAndCharacterOfPosition(offset);
    return sourcePlace(map, path, line, character);
  };
  const sites = locateExports(text);
  const exports = new Map(
    Array.from(hashed, ([name, { local, hash }]): [string, BundleExport] => {
      const site = sites.get(name) ?? start;
      return [name, { ...site, hash, ...evidencePlaces(evidence.get(local), placeAt, { file: path, ...site }) }];
    }),
  );
  const id = createHash("sha256")
    .update(JSON.stringify([path, [...exports], made.nodeImports]))
    .update(code)
    .update(made.map)
    .digest("base64url");
  return { id, path, exports, ...made, code, insertions };
}

const start: ExportSite = { line: 1, column: 1, endLine: 1 };

/** @param fallback where something is said to stand whose own place is not known */
function evidencePlaces(
  found: EvidenceCode | undefined,
  placeAt: (offset: number) => Place | undefined,
  { file, line, column }: Place,
): Pick<BundleExport, "firstReturn" | "returns" | "literals"> {
  const place = (offset: number): Place => placeAt(offset) ?? { file, line, column };
  return {
    firstReturn: found?.firstReturn ?? 0,
    returns: (found?.returns ?? []).map(place),
    literals: new Map(Array.from(found?.literals ?? [], ([text, offset]) => [text, place(offset)])),
  };
}
