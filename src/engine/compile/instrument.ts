import ts from "typescript";
import { splitPattern } from "../../sdk/alternatives";
import { MADE, RETURNED, type Insertion } from "../insertions";

/** Where the parts of an LF's code begin, as offsets into the bundle before it was instrumented. */
export interface EvidenceCode {
  /** The number of its first return; the others follow. */
  readonly firstReturn: number;
  readonly returns: readonly number[];
  /** Texts and patterns among a builder's arguments. */
  readonly literals: ReadonlyMap<string, number>;
}

export interface Instrumented {
  readonly code: string;
  readonly insertions: readonly Insertion[];
  /** By the LF's name in the bundle. */
  readonly evidence: ReadonlyMap<string, EvidenceCode>;
}

/**
 * Has the exports of a bundle be made apart, so that the failure of one is not that of the others, and its LFs tell which of their returns gave the vote: each `return x`, the value of an arrow function, and the
 * branches of conditional expressions in these places. Functions within an LF are left as they are.
 * @param source a bundle as esbuild prints it (format cjs)
 * @param locals the exports' names in the bundle
 * @param sdk the bundle's names for "lf-lens"
 */
export function instrument(source: ts.SourceFile, locals: Iterable<string>, sdk: ReadonlySet<string>): Instrumented {
  const values = topLevelValues(source);
  const evidence = new Map<string, EvidenceCode>();
  const numberOf = new Map<ts.Node, number>();
  const sites: ts.Expression[] = [];
  for (const local of locals) {
    const call = sdkCall(values.get(local), sdk);
    if (!call) continue;
    const vote = call.builder === "lf" ? voteFunction(call.given[0], values) : undefined;
    const returns = vote ? returnsOf(vote) : [];
    const firstReturn = (vote && numberOf.get(vote)) ?? sites.length;
    if (vote && !numberOf.has(vote)) {
      numberOf.set(vote, firstReturn);
      sites.push(...returns);
    }
    const literals = call.builder === "lf" ? new Map<string, number>() : literalsIn(call.given, source, values);
    evidence.set(local, { firstReturn, returns: returns.map((site) => site.getStart(source)), literals });
  }
  const made = Array.from(new Set(locals), (local) => ({ local, value: values.get(local) })).filter(
    ({ value }) => value && runsCode(value),
  );
  return { ...wrap(source, sites, made as readonly MadeExport[]), evidence };
}

interface MadeExport {
  readonly local: string;
  readonly value: ts.Node;
}

/** Whether making this value can fail. */
const runsCode = (value: ts.Node): boolean => !ts.isFunctionLike(value) && !ts.isLiteralExpression(value) && !ts.isClassLike(value);

/** What top-level names stand for: functions, and initial values of variables. */
function topLevelValues(source: ts.SourceFile): Map<string, ts.Node> {
  const values = new Map<string, ts.Node>();
  for (const statement of source.statements) {
    if (ts.isFunctionDeclaration(statement) && statement.name) values.set(statement.name.text, statement);
    if (!ts.isVariableStatement(statement)) continue;
    for (const { name, initializer } of statement.declarationList.declarations)
      if (ts.isIdentifier(name) && initializer) values.set(name.text, initializer);
  }
  return values;
}

/** `(0, import_lf_lens.keyword)(...)` */
function sdkCall(value: ts.Node | undefined, sdk: ReadonlySet<string>): { builder: string; given: readonly ts.Expression[] } | undefined {
  if (!value || !ts.isCallExpression(value) || !ts.isParenthesizedExpression(value.expression)) return undefined;
  const { expression } = value.expression;
  const callee = ts.isBinaryExpression(expression) ? expression.right : expression;
  if (!ts.isPropertyAccessExpression(callee) || !ts.isIdentifier(callee.expression) || !sdk.has(callee.expression.text)) return undefined;
  return { builder: callee.name.text, given: value.arguments };
}

/** The function that lf() was given: itself, as `vote`, or by its name. One that is async or a generator gives no votes. */
function voteFunction(given: ts.Node | undefined, values: ReadonlyMap<string, ts.Node>): ts.FunctionLikeDeclaration | undefined {
  if (!given) return undefined;
  if (ts.isObjectLiteralExpression(given)) {
    const vote = given.properties.find(({ name }) => name && ts.isIdentifier(name) && name.text === "vote");
    if (vote && ts.isPropertyAssignment(vote)) return voteFunction(vote.initializer, values);
    if (vote && ts.isShorthandPropertyAssignment(vote)) return voteFunction(values.get(vote.name.text), values);
    return vote && ts.isMethodDeclaration(vote) ? plainFunction(vote) : undefined;
  }
  const named = ts.isIdentifier(given) ? values.get(given.text) : given;
  return named && (ts.isArrowFunction(named) || ts.isFunctionExpression(named) || ts.isFunctionDeclaration(named))
    ? plainFunction(named)
    : undefined;
}

const plainFunction = (made: ts.FunctionLikeDeclaration): ts.FunctionLikeDeclaration | undefined =>
  made.asteriskToken || (ts.canHaveModifiers(made) && ts.getModifiers(made)?.some(({ kind }) => kind === ts.SyntaxKind.AsyncKeyword))
    ? undefined
    : made;

/** The expressions that a function's value comes from, in their order. */
function returnsOf({ body }: ts.FunctionLikeDeclaration): ts.Expression[] {
  if (!body) return [];
  if (!ts.isBlock(body)) return branchesOf(body);
  const found: ts.Expression[] = [];
  const visit = (node: ts.Node): void => {
    if (ts.isFunctionLike(node) || ts.isClassLike(node)) return;
    if (ts.isReturnStatement(node) && node.expression) found.push(...branchesOf(node.expression));
    else ts.forEachChild(node, visit);
  };
  visit(body);
  return found;
}

function branchesOf(expression: ts.Expression): ts.Expression[] {
  if (ts.isParenthesizedExpression(expression)) return branchesOf(expression.expression);
  if (ts.isConditionalExpression(expression)) return [...branchesOf(expression.whenTrue), ...branchesOf(expression.whenFalse)];
  return [expression];
}

/** The first place of each text, number, pattern and key in a builder's arguments, through the names of lists and tables too. */
function literalsIn(given: readonly ts.Expression[], source: ts.SourceFile, values: ReadonlyMap<string, ts.Node>): Map<string, number> {
  const places = new Map<string, number>();
  const add = (text: string, offset: number): void => void (places.has(text) || places.set(text, offset));
  const seen = new Set<ts.Node>();
  const visit = (node: ts.Node): void => {
    if (seen.has(node) || ts.isFunctionLike(node)) return;
    seen.add(node);
    const offset = node.getStart(source);
    if (ts.isStringLiteralLike(node) || ts.isNumericLiteral(node)) add(node.text.trim(), offset);
    else if (ts.isRegularExpressionLiteral(node))
      for (const { text, start } of splitPattern(node.text.slice(1, node.text.lastIndexOf("/"))).parts) add(text, offset + 1 + start);
    else if (ts.isPropertyAssignment(node) && ts.isIdentifier(node.name)) add(node.name.text, offset);
    else if (ts.isIdentifier(node) && values.has(node.text)) visit(values.get(node.text)!);
    ts.forEachChild(node, visit);
  };
  // Labels and columns come first, and what is looked for last.
  [...given].reverse().forEach(visit);
  return places;
}

/** Puts the call of RETURNED around each returned expression, and that of MADE around each export's value. */
function wrap(
  source: ts.SourceFile,
  sites: readonly ts.Expression[],
  made: readonly MadeExport[],
): Pick<Instrumented, "code" | "insertions"> {
  const returned = sites.flatMap((site, number) => {
    const isSequence = ts.isBinaryExpression(site) && site.operatorToken.kind === ts.SyntaxKind.CommaToken;
    const [open, close] = isSequence ? ["(", "))"] : ["", ")"];
    return [
      { offset: site.getStart(source), text: ` ${RETURNED}(${number},${open}` },
      { offset: site.getEnd(), text: close },
    ];
  });
  const edits = [
    ...made.map(({ local, value }) => ({ offset: value.getStart(source), text: `${MADE}(${JSON.stringify(local)},()=>(` })),
    ...returned,
    ...made.map(({ value }) => ({ offset: value.getEnd(), text: "))" })),
  ];
  // LFs come in the order of the exports, not of the code.
  edits.sort((a, b) => a.offset - b.offset);
  let [code, from] = ["", 0];
  for (const { offset, text } of edits) {
    code += source.text.slice(from, offset) + text;
    from = offset;
  }
  return {
    code: code + source.text.slice(from),
    insertions: edits.map(({ offset, text }) => {
      const { line, character } = source.getLineAndCharacterOfPosition(offset);
      return { line, column: character, length: text.length };
    }),
  };
}
