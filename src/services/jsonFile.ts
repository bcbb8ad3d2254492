import { createScanner, findNodeAtLocation, parse, parseTree, printParseErrorCode, type Node, type ParseError } from "jsonc-parser";
import type { z } from "zod";
import type { Problem } from "../core/data/problem";
import { nearest } from "../sdk/nearest";
import { wholeNumber } from "../core/data/numberText";

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
 * Every problem stands on the key or value it is about and says how to fix it.
 * @param file the path that problems name
 */
export function parseJsonFile<T>(text: string, file: string, schema: z.ZodType<T>, hints: JsonHints): ParsedJson<T> {
  const place = placer(text, file);
  const body = text.replace(/^\uFEFF/, " ");
  const unreadable = tooMuch(body);
  if (unreadable) {
    const problemAt = (_path: unknown, message: string): Problem => place(0, 1, message);
    return { problemAt, problems: [place(unreadable.offset, 1, unreadable.message)] };
  }
  const errors: ParseError[] = [];
  const tree = parseTree(body, errors, { allowTrailingComma: true });
  const problemAt: ParsedJson<T>["problemAt"] = (path, message) => {
    const node = tree && nearestNode(tree, path);
    return place(node?.offset ?? 0, node?.length ?? 1, message);
  };
  if (body.trim() === "") return { problemAt, problems: [place(0, 0, `The file is empty. ${hints.empty}`)] };
  // What comes after the first is mostly its consequence.
  if (errors.length > 0 || !tree)
    return { problemAt, problems: errors.slice(0, 1).map((error) => place(error.offset, error.length, syntaxMessage(error))) };

  const result = schema.safeParse(parse(body, [], { allowTrailingComma: true }));
  const keys = hints.keys;
  let names: readonly string[] | undefined;
  const source = { tree, place, hints: { ...hints, keys: () => (names ??= keys()) } };
  const problems = firstOf(problemsOf(result.success ? [] : result.error.issues, source));
  return result.success && problems.length === 0 ? { problemAt, value: result.data, problems } : { problemAt, problems };
}

/** Files that people write are far from these; beyond them a mistake, or malice, would take long to say. */
const MOST_CHARACTERS = 4_000_000;
/** Texts, numbers and marks between them. */
const MOST_PARTS = 200_000;
const MOST_LEVELS = 100;
const MOST_PROBLEMS = 20;

/** What keeps a text from being read as a whole: parsing takes a level of the stack for each level of nesting. */
function tooMuch(text: string): { readonly offset: number; readonly message: string } | undefined {
  if (text.length > MOST_CHARACTERS)
    return {
      offset: 0,
      message: `The file is too long: it has ${wholeNumber(text.length)} characters, and at most ${wholeNumber(MOST_CHARACTERS)} are read.`,
    };
  const scanner = createScanner(text, true);
  let level = 0;
  for (let parts = 0; scanner.scan() && scanner.getTokenLength() > 0; parts++) {
    const offset = scanner.getTokenOffset();
    const mark = scanner.getTokenLength() === 1 ? text[offset] : undefined;
    if (mark === "{" || mark === "[") level++;
    if (mark === "}" || mark === "]") level--;
    if (level > MOST_LEVELS) return { offset, message: `This is nested more than ${MOST_LEVELS} levels deep. Remove the inner levels.` };
    if (parts === MOST_PARTS) return { offset, message: `The file is too long: everything from here on is ignored.` };
  }
  return undefined;
}

/** The first problems, and a word where there are more: thousands help nobody, and the next look finds the rest. */
function firstOf(problems: Iterable<Problem>): Problem[] {
  const first: Problem[] = [];
  for (const problem of problems) {
    if (first.length === MOST_PROBLEMS)
      return [...first, { ...problem, message: `There are more problems after this one. ${problem.message}` }];
    first.push(problem);
  }
  return first;
}

function* problemsOf(issues: readonly z.core.$ZodIssue[], source: IssueSource): Iterable<Problem> {
  for (const { offset, length, value } of duplicateKeys(source.tree))
    yield source.place(offset, length, `"${String(value)}" is given twice. Keep one.`);
  for (const issue of firstOfEachPlace(issues)) yield* issueProblems(issue, source);
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
    .toLowerCase()}). Comments and trailing commas are allowed; keys and strings need double quotes.`;

function nearestNode(tree: Node, path: readonly (string | number)[]): Node {
  for (let length = path.length; length > 0; length--) {
    const node = findNodeAtLocation(tree, path.slice(0, length));
    if (node) return node;
  }
  return tree;
}

function* duplicateKeys(node: Node): Iterable<Node> {
  const children = node.children ?? [];
  const seen = new Set<unknown>();
  for (const [key] of node.type === "object" ? children.map((property) => property.children!) : []) {
    if (seen.has(key!.value)) yield key!;
    seen.add(key!.value);
  }
  for (const child of children) yield* duplicateKeys(child);
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
function* issueProblems(issue: z.core.$ZodIssue, source: IssueSource): Iterable<Problem> {
  const { tree, place, hints } = source;
  const path = issue.path.map((part) => (typeof part === "symbol" ? String(part) : part));
  if (issue.code === "unrecognized_keys") {
    const keys = (findNodeAtLocation(tree, path)?.children ?? []).map((property) => property.children![0]!);
    const nodes = new Map(keys.map((key) => [key.value as unknown, key]));
    for (const key of issue.keys) yield place(nodes.get(key)?.offset ?? 0, nodes.get(key)?.length ?? 1, unknownKey(key, hints));
    return;
  }
  if (issue.code === "invalid_union") {
    const closest = closestBranch(issue, findNodeAtLocation(tree, path));
    for (const inner of closest ?? []) yield* issueProblems({ ...inner, path: [...path, ...inner.path] }, source);
    if (closest) return;
  }
  const node = findNodeAtLocation(tree, path);
  if (node) {
    yield place(node.offset, node.length, issueMessage(issue));
    return;
  }
  const owner = findNodeAtLocation(tree, path.slice(0, -1)) ?? tree;
  yield place(owner.offset, 1, `"${String(path.at(-1))}" is missing. ${hints.missing[String(path.at(-1))] ?? ""}`.trim());
}

function unknownKey(key: string, hints: JsonHints): string {
  const near = nearest(key, hints.keys());
  const name = key.length > 100 ? `${key.slice(0, 100)}...` : key;
  return `There is no ${hints.key} "${name}" here. ${near === undefined ? "Check the spelling, or remove it." : `Did you mean "${near}"?`}`;
}

/** All names of properties in a JSON schema. */
export function propertyNames(schema: unknown): string[] {
  if (typeof schema !== "object" || schema === null) return [];
  return Object.entries(schema).flatMap(([key, value]) => [
    ...(key === "properties" ? Object.keys(value as object) : []),
    ...propertyNames(value),
  ]);
}

/** Of a union's branches that take this kind of value the one with the fewest issues: they say more than "expected a string". */
function closestBranch(issue: z.core.$ZodIssueInvalidUnion, node: Node | undefined): z.core.$ZodIssue[] | undefined {
  const branches = issue.errors.filter((branch) => !branch.some((inner) => inner.path.length === 0 && inner.code === "invalid_type"));
  const structured =
    node?.type === "object" || node?.type === "array" || branches.some((branch) => branch.every((inner) => inner.code === "too_small"));
  const count = (branch: readonly z.core.$ZodIssue[]): number =>
    branch.reduce((sum, inner) => sum + (inner.code === "unrecognized_keys" ? inner.keys.length : 1), 0);
  return structured ? branches.toSorted((a, b) => count(a) - count(b))[0] : undefined;
}

const typeWords: Record<string, string> = {
  string: "a string in double quotes",
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
