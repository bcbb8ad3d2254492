import { findNodeAtLocation, parse, parseTree, printParseErrorCode, type Node, type ParseError } from "jsonc-parser";
import type { z } from "zod";
import type { Problem } from "../core/problem";
import { nearest } from "../sdk/nearest";

export interface ParsedJson<T> {
  /** There only without problems. */
  readonly value?: T;
  readonly problems: readonly Problem[];
  /** A problem on the value at a path of keys and indexes, or on the nearest thing above it that the file has. */
  readonly problemAt: (path: readonly (string | number)[], message: string) => Problem;
}

/** How problems of one kind of file are worded. */
export interface JsonHints {
  /** What to write into an empty file. */
  readonly empty: string;
  /** What to do about a key that is missing. */
  readonly missing: Readonly<Record<string, string>>;
  /** What a key is: "setting". */
  readonly key: string;
  /** The names that keys may have, wherever in the file. */
  readonly keys: () => readonly string[];
}

/**
 * Reads a JSON file that people write: comments and trailing commas are fine.
 * Every problem stands on the key or value it is about and says how to mend it.
 * @param file the path that problems name
 */
export function parseJsonFile<T>(text: string, file: string, schema: z.ZodType<T>, hints: JsonHints): ParsedJson<T> {
  const place = placer(text, file);
  const body = text.replace(/^\uFEFF/, " ");
  const errors: ParseError[] = [];
  const tree = parseTree(body, errors, { allowTrailingComma: true });
  const problemAt: ParsedJson<T>["problemAt"] = (path, message) => {
    const node = tree && nearestNode(tree, path);
    return place(node?.offset ?? 0, node?.length ?? 1, message);
  };
  if (body.trim() === "") return { problemAt, problems: [place(0, 0, `The file is empty. ${hints.empty}`)] };
  if (errors.length > 0 || !tree)
    return { problemAt, problems: errors.map((error) => place(error.offset, error.length, syntaxMessage(error))) };

  const duplicates = duplicateKeys(tree).map((key) =>
    place(key.offset, key.length, `"${String(key.value)}" is given twice; the second would win. Keep one.`),
  );
  const result = schema.safeParse(parse(body, [], { allowTrailingComma: true }));
  if (result.success && duplicates.length === 0) return { problemAt, value: result.data, problems: [] };
  const issues = result.success
    ? []
    : firstOfEachPlace(result.error.issues).flatMap((issue) => issueProblems(issue, { tree, place, hints }));
  return { problemAt, problems: [...duplicates, ...issues] };
}

type Place = (offset: number, length: number, message: string) => Problem;

function placer(text: string, file: string): Place {
  const lineStarts = [0];
  for (let i = 0; i < text.length; i++) if (text[i] === "\n") lineStarts.push(i + 1);
  const position = (offset: number): { line: number; column: number } => {
    const line = lineStarts.findLastIndex((start) => start <= offset);
    return { line: line + 1, column: offset - lineStarts[line]! + 1 };
  };
  return (offset, length, message) => {
    const end = position(Math.min(text.length, offset + Math.max(1, length)));
    return { file, ...position(offset), endLine: end.line, endColumn: end.column, severity: "error", message };
  };
}

const syntaxMessage = (error: ParseError): string =>
  `This is not valid JSON (${printParseErrorCode(error.error)
    .replace(/([A-Z])/g, " $1")
    .trim()
    .toLowerCase()}). Comments and trailing commas are fine; keys and texts need double quotes.`;

function nearestNode(tree: Node, path: readonly (string | number)[]): Node {
  for (let length = path.length; length > 0; length--) {
    const node = findNodeAtLocation(tree, path.slice(0, length));
    if (node) return node;
  }
  return tree;
}

function duplicateKeys(node: Node): Node[] {
  const keys = node.type === "object" ? (node.children ?? []).map((property) => property.children![0]!) : [];
  const repeated = keys.filter((key, index) => keys.findIndex((other) => other.value === key.value) !== index);
  return [...repeated, ...(node.children ?? []).flatMap(duplicateKeys)];
}

/** A value of the wrong type breaks other rules too; its type is the one thing to say. */
const firstOfEachPlace = (issues: readonly z.core.$ZodIssue[]): z.core.$ZodIssue[] => {
  const mistyped = new Set(issues.filter((issue) => issue.code === "invalid_type").map((issue) => issue.path.join("\0")));
  return issues.filter((issue) => issue.code === "invalid_type" || !mistyped.has(issue.path.join("\0")));
};

interface IssueSource {
  readonly tree: Node;
  readonly place: Place;
  readonly hints: JsonHints;
}

/** A key that is not known is marked itself; anything else marks the value, or the object that lacks it. */
function issueProblems(issue: z.core.$ZodIssue, source: IssueSource): Problem[] {
  const { tree, place, hints } = source;
  const path = issue.path.map((part) => (typeof part === "symbol" ? String(part) : part));
  if (issue.code === "unrecognized_keys") {
    const owner = findNodeAtLocation(tree, path);
    return issue.keys.map((key) => {
      const node = (owner?.children ?? []).map((property) => property.children![0]!).find((child) => child.value === key);
      return place(node?.offset ?? 0, node?.length ?? 1, unknownKey(key, hints));
    });
  }
  if (issue.code === "invalid_union") {
    const closest = closestBranch(issue, findNodeAtLocation(tree, path));
    if (closest) return closest.flatMap((inner) => issueProblems({ ...inner, path: [...path, ...inner.path] }, source));
  }
  const node = findNodeAtLocation(tree, path);
  if (node) return [place(node.offset, node.length, issueMessage(issue))];
  const owner = findNodeAtLocation(tree, path.slice(0, -1)) ?? tree;
  return [place(owner.offset, 1, `"${String(path.at(-1))}" is missing. ${hints.missing[String(path.at(-1))] ?? ""}`.trim())];
}

function unknownKey(key: string, hints: JsonHints): string {
  const near = nearest(key, hints.keys());
  return `There is no ${hints.key} "${key}" here. ${near === undefined ? "Check the spelling or take it out." : `Did you mean "${near}"?`}`;
}

/** All names of properties in a JSON schema. */
export function propertyNames(schema: unknown): string[] {
  if (typeof schema !== "object" || schema === null) return [];
  return Object.entries(schema).flatMap(([key, value]) => [
    ...(key === "properties" ? Object.keys(value as object) : []),
    ...propertyNames(value),
  ]);
}

/** Of a union's branches the one that takes this kind of value: an object's issues say more than "expected a string". */
function closestBranch(issue: z.core.$ZodIssueInvalidUnion, node: Node | undefined): z.core.$ZodIssue[] | undefined {
  const branches = issue.errors.filter((branch) => !branch.some((inner) => inner.path.length === 0 && inner.code === "invalid_type"));
  const structured =
    node?.type === "object" || node?.type === "array" || branches.some((branch) => branch.every((inner) => inner.code === "too_small"));
  return structured ? branches[0] : undefined;
}

const typeWords: Record<string, string> = {
  string: "a text in double quotes",
  number: "a number",
  int: "a whole number",
  array: "a list",
  object: "an object { … }",
  boolean: "true or false",
};

function issueMessage(issue: z.core.$ZodIssue): string {
  if (issue.code === "invalid_type") return `This must be ${typeWords[issue.expected] ?? issue.expected}.`;
  if (issue.code === "invalid_value") return `This must be one of ${issue.values.map((value) => JSON.stringify(value)).join(", ")}.`;
  if (issue.code === "too_small" && issue.origin === "number")
    return `This must be above ${issue.inclusive ? Number(issue.minimum) - 1 : issue.minimum}.`;
  return issue.message;
}
