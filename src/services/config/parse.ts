import { parseJsonFile, propertyNames, type JsonHints, type ParsedJson } from "../jsonFile";
import { configJsonSchema, configSchema, type ProjectConfig } from "./schema";

export interface ParsedConfig extends Omit<ParsedJson<ProjectConfig>, "value"> {
  /** There only without problems. */
  readonly config?: ProjectConfig;
}

/**
 * Reads the text of an lf.config.json.
 * @param file the path that problems name
 */
export function parseConfig(text: string, file: string): ParsedConfig {
  const { value, ...parsed } = parseJsonFile(text, file, configSchema, hints);
  return { ...parsed, ...(value === undefined ? {} : { config: value }) };
}

const hints: JsonHints = {
  empty: 'Start with { "labels": ["A", "B"], "data": "data/rows.csv" }.',
  key: "setting",
  keys: () => propertyNames(configJsonSchema()),
  missing: {
    labels: 'List the class names: "labels": ["HAM", "SPAM"].',
    data: 'Give the data files: "data": "data/rows.csv".',
  },
};
