import { readFile } from "node:fs/promises";
import { dirname, relative, resolve } from "node:path";
import { pathToFileURL } from "node:url";
import { decodedMappings, encodedMappings, TraceMap, type SourceMapSegment } from "@jridgewell/trace-mapping";
import { build, type BuildFailure } from "esbuild";
import type { DebugScriptRequest } from "../../protocol/debug";
import { buildOptions } from "../compile/compile";
import { compileProblems } from "../compile/compileProblems";
import { stopInLf, type Insertion } from "./stopInLf";

/**
 * Compiles an LF file for the debugger: readable, with a source map that knows nothing of the code that makes it stop.
 * @throws Error with file, line and reason
 */
export async function debugScript({ root, file, lf, files, sdk, stop }: DebugScriptRequest): Promise<string> {
  const texts = new Map(files.flatMap(({ path, text }): [string, string][] => (text === undefined ? [] : [[path, text]])));
  const text = texts.get(file) ?? (await readFile(file, "utf8"));
  const insertions = stop ? stopInLf(text, lf) : [];
  texts.set(file, withInsertions(text, insertions));
  const { code, map } = await compile(root, file, texts);
  const remapped = withoutInsertions(map, file, text, insertions);
  const inline = `//# sourceMappingURL=data:application/json;base64,${Buffer.from(JSON.stringify(remapped)).toString("base64")}`;
  return `${code.replaceAll('require("lf-lens")', () => `require(${JSON.stringify(sdk)})`)}\n${inline}\n`;
}

async function compile(root: string, file: string, texts: ReadonlyMap<string, string>): Promise<{ code: string; map: string }> {
  try {
    const { outputFiles } = await build({
      ...buildOptions(root, file, (path) => texts.get(path)),
      metafile: false,
      minifyWhitespace: false,
      write: false,
    });
    const [map, code] = ["js.map", "js"].map((ending) => outputFiles.find(({ path }) => path.endsWith(`.${ending}`))?.text ?? "");
    return { code: code!, map: map! };
  } catch (error) {
    const { errors, warnings = [] } = error as Partial<BuildFailure>;
    if (!errors) throw error;
    const [problem] = compileProblems(root, errors, warnings).problems;
    throw new Error(problem ? `${relative(root, problem.file)}:${problem.line ?? 1}: ${problem.message}` : String(error));
  }
}

const withInsertions = (text: string, insertions: readonly Insertion[]): string =>
  insertions.reduceRight((changed, { at, code }) => changed.slice(0, at) + code + changed.slice(at), text);

interface SourceMap {
  readonly version: 3;
  readonly sources: readonly string[];
  readonly names: readonly string[];
  readonly mappings: string;
}

/** The source map with the places of the text as the user has it, and its sources as URLs. */
function withoutInsertions(json: string, file: string, text: string, insertions: readonly Insertion[]): SourceMap {
  const map = new TraceMap(json);
  const sources = map.sources.map((source) => resolve(dirname(file), source ?? ""));
  const own = sources.indexOf(file);
  const shown = shownPlaces(text, insertions);
  const lines = decodedMappings(map).map((segments) =>
    segments.map((segment): SourceMapSegment => {
      if (segment.length === 1 || segment[1] !== own) return [...segment];
      const [line, column] = shown(segment[2], segment[3]);
      return segment.length === 5 ? [segment[0], own, line, column, segment[4]] : [segment[0], own, line, column];
    }),
  );
  const mappings = encodedMappings(new TraceMap({ version: 3, names: map.names, sources, mappings: lines }));
  return { version: 3, sources: sources.map((path) => pathToFileURL(path).href), names: map.names, mappings };
}

/** From a place in the text with insertions to the one that is shown for it; both count from 0. */
function shownPlaces(text: string, insertions: readonly Insertion[]): (line: number, column: number) => [line: number, column: number] {
  const starts = [0];
  for (let i = 0; i < text.length; i++) if (text[i] === "\n") starts.push(i + 1);
  const placeOf = (offset: number): [number, number] => {
    const line = starts.findLastIndex((start) => start <= offset);
    return [line, offset - starts[line]!];
  };
  const placed = insertions.map(({ at, code, shownAt }) => ({ place: placeOf(at), length: code.length, shown: placeOf(shownAt) }));
  return (line, column) => {
    let own = column;
    for (const { place, length, shown } of placed) {
      if (place[0] !== line || own < place[1]) continue;
      if (own < place[1] + length) return shown;
      own -= length;
    }
    return [line, own];
  };
}
