import { resolve } from "node:path";
import type { Problem } from "../../core/data/problem";
import type { LabelModelSpec } from "../../core/labelModel/fitLabelModel";
import { isInside, OUTSIDE_ADVICE, slashes } from "../../files/paths";
import type { Endpoints, EndpointSpec } from "../../protocol/asking";
import type { EngineLimits, ProjectSpec, SampleSpec } from "../../protocol/engine";
import { contradictoryPath, dataEntries, dataSpec } from "./dataSpec";
import type { ParsedConfig } from "./parse";
import type { ProjectConfig } from "./schema";

export interface SpecOptions {
  /** Data paths must stay inside this folder, unless undefined. */
  readonly boundary?: string | undefined;
  readonly limits: EngineLimits;
  /** Takes the place of the config's sample where given. */
  readonly sample?: Partial<SampleSpec>;
  /** Where samples and votes are kept between sessions. */
  readonly cacheFolder?: string | undefined;
  /** Where models' answers are kept. */
  readonly answersFolder?: string;
}

/**
 * The config as the engine takes it: absolute paths, splits by their one name.
 * @param parsed where the config stands, for problems
 * @param root absolute path of the config's folder
 * @returns the spec, or the problems of paths that lead outside `boundary`
 */
export function resolveSpec(
  parsed: ParsedConfig,
  config: ProjectConfig,
  root: string,
  options: SpecOptions,
): { spec?: ProjectSpec; problems: Problem[] } {
  const entries = dataEntries(config.data);
  const contradictory = contradictoryPath(entries);
  const outside = (path: string): boolean => options.boundary !== undefined && !isInside(resolvePattern(root, path), options.boundary);
  const problems = [
    ...entries.filter(({ path }) => outside(path)).map(({ path }) => parsed.problemAt(["data"], outsideMessage(path))),
    ...(contradictory === undefined
      ? []
      : [parsed.problemAt(["data"], `"${contradictory}" is listed twice with different settings. Keep one.`)]),
    ...config.functions.flatMap((path, index) => (outside(path) ? [parsed.problemAt(["functions", index], outsideMessage(path))] : [])),
  ];
  if (problems.length > 0) return { problems };
  const spec: ProjectSpec = {
    root,
    labels: config.labels,
    ...dataSpec(entries, (path) => resolvePattern(root, path)),
    columns: definedOnly(config.columns),
    gold: config.gold,
    sample: { ...config.sample, ...options.sample },
    limits: options.limits,
    allowNode: config.allowNode,
    slices: config.slices,
    ...(options.boundary === undefined ? {} : { boundary: options.boundary }),
    ...(options.cacheFolder === undefined ? {} : { cacheFolder: options.cacheFolder }),
    ...(config.endpoints === undefined || options.answersFolder === undefined
      ? {}
      : { prompts: { endpoints: endpointsOf(config.endpoints), answers: options.answersFolder } }),
  };
  return { spec, problems: [] };
}

const endpointsOf = (endpoints: NonNullable<ProjectConfig["endpoints"]>): Endpoints =>
  Object.fromEntries(Object.entries(endpoints).map(([name, endpoint]) => [name, definedOnly(endpoint) as EndpointSpec]));

/** How the project's votes become labels. */
export function labelModelSpec({ labelModel, labels, otherwise }: ProjectConfig): LabelModelSpec {
  return { ...labelModel, ...(otherwise === undefined ? {} : { otherwise: labels.indexOf(otherwise) }) };
}

const outsideMessage = (path: string): string => `"${path}" leads outside the project. ${OUTSIDE_ADVICE}`;

/** Globs are written with slashes on every system. */
const resolvePattern = (root: string, path: string): string => slashes(resolve(root, path.replaceAll("\\", "/")));

const definedOnly = <T extends object>(object: T): T =>
  Object.fromEntries(Object.entries(object).filter(([, value]) => value !== undefined)) as T;
