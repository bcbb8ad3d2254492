import { createHash } from "node:crypto";
import ts from "typescript";

/** What one top-level statement of a bundle has to do with the others. Names are those of the bundle's top level, and others. */
export interface StatementFacts {
  /** Of its code. */
  readonly hash: string;
  readonly declares: readonly string[];
  /** Every name in it that may stand for something declared outside; too many rather than too few. */
  readonly uses: ReadonlySet<string>;
  /** Names that it assigns to, where it stands or in a function of its own. */
  readonly assigns: ReadonlySet<string>;
  /** Names whose value it may change from within: by a method, through a property, or by handing it on. */
  readonly alters: ReadonlySet<string>;
  /** What it declares cannot be altered from within: functions, primitive values, LFs. */
  readonly constant: boolean;
  /** It calls functions of the user's, or of a package, when the bundle is loaded. */
  readonly calls: boolean;
  /** `free`: not a declaration; who knows what it does. `glue`: esbuild's own, without a meaning here. */
  readonly role: "declaration" | "free" | "glue";
  /** For esbuild's list of a module's exports: the list's name, and exported name -> name in the bundle. */
  readonly exportList?: { readonly target: string; readonly names: ReadonlyMap<string, string> };
}

/** Reads one top-level statement of a bundle, as esbuild prints it (format cjs). `sdk` are its names for "lf-lens". */
export function readStatement(statement: ts.Statement, text: string, sdk: ReadonlySet<string>): StatementFacts {
  const uses = new Set<string>();
  const assigns = new Set<string>();
  const alters = new Set<string>();
  let calls = false;
  const visit = (node: ts.Node, onLoad: boolean): void => {
    if (ts.isIdentifier(node) && !isOnlyAName(node)) {
      uses.add(node.text);
      if (isAssigned(node, node.parent)) assigns.add(node.text);
      else if (mayAlter(node, sdk)) alters.add(node.text);
    }
    if (onLoad && isForeignCall(node, sdk)) calls = true;
    const inside = onLoad && !ts.isFunctionLike(node);
    ts.forEachChild(node, (child) => visit(child, inside));
  };
  visit(statement, true);
  const exportList = exportListOf(statement);
  const declares = declaredNames(statement);
  return {
    hash: createHash("sha256").update(text).digest("base64"),
    declares,
    uses,
    assigns,
    alters,
    constant: isConstant(statement, sdk),
    calls,
    role: declares.length > 0 ? "declaration" : isGlue(statement) || exportList ? "glue" : "free",
    ...(exportList === undefined ? {} : { exportList }),
  };
}

/** The bundle's names for the SDK, one for each module that imports it: `var import_lf_lens = require("lf-lens")`. */
export function sdkNames(statements: readonly ts.Statement[]): Set<string> {
  const declarations = statements.flatMap((statement) => (ts.isVariableStatement(statement) ? statement.declarationList.declarations : []));
  const names = declarations
    .filter(({ initializer }) => initializer && isRequireOf(initializer, "lf-lens"))
    .flatMap(({ name }) => boundNames(name));
  return new Set(names);
}

function isRequireOf(node: ts.Node, module: string): boolean {
  const argument = isCallOf(node, "require") ? node.arguments[0] : undefined;
  return argument !== undefined && ts.isStringLiteral(argument) && argument.text === module;
}

const isNamed = (node: ts.Node, name: string): boolean => ts.isIdentifier(node) && node.text === name;

function declaredNames(statement: ts.Statement): string[] {
  if ((ts.isFunctionDeclaration(statement) || ts.isClassDeclaration(statement)) && statement.name) return [statement.name.text];
  return ts.isVariableStatement(statement) ? statement.declarationList.declarations.flatMap(({ name }) => boundNames(name)) : [];
}

const boundNames = (name: ts.BindingName): string[] =>
  ts.isIdentifier(name)
    ? [name.text]
    : name.elements.flatMap((element) => (ts.isOmittedExpression(element) ? [] : boundNames(element.name)));

/** A property's or a label's name, which stands for no variable. */
function isOnlyAName(node: ts.Identifier): boolean {
  const { parent } = node;
  if (ts.isPropertyAccessExpression(parent)) return parent.name === node;
  return (ts.isPropertyAssignment(parent) || ts.isMethodDeclaration(parent) || ts.isPropertyDeclaration(parent)) && parent.name === node;
}

/** `__export(x_exports, { a: () => a })` */
function exportListOf(statement: ts.Statement): StatementFacts["exportList"] {
  if (!ts.isExpressionStatement(statement) || !ts.isCallExpression(statement.expression)) return undefined;
  const { expression, arguments: given } = statement.expression;
  const [target, list] = given;
  if (!ts.isIdentifier(expression) || !expression.text.startsWith("__export")) return undefined;
  if (!target || !ts.isIdentifier(target) || !list || !ts.isObjectLiteralExpression(list)) return undefined;
  const names = list.properties.flatMap((property): [string, string][] => {
    const getter = ts.isPropertyAssignment(property) ? property.initializer : undefined;
    if (!getter || !ts.isArrowFunction(getter) || !ts.isIdentifier(getter.body)) return [];
    const { name } = property as ts.PropertyAssignment;
    return ts.isIdentifier(name) || ts.isStringLiteral(name) ? [[name.text, getter.body.text]] : [];
  });
  return { target: target.text, names: new Map(names) };
}

/** `module.exports = ...`, `0 && (module.exports = ...)` and directives. */
function isGlue(statement: ts.Statement): boolean {
  if (!ts.isExpressionStatement(statement)) return ts.isEmptyStatement(statement);
  const { expression } = statement;
  if (ts.isStringLiteral(expression)) return true;
  if (!ts.isBinaryExpression(expression)) return false;
  if (ts.isNumericLiteral(expression.left)) return true;
  return ts.isPropertyAccessExpression(expression.left) && isNamed(expression.left.expression, "module");
}

/** Calls and constructions that can have no effect on other statements. */
const harmless = new Set(["require", "__commonJS", "Set", "Map", "WeakMap", "WeakSet", "RegExp", "Symbol", "String", "Number", "Array"]);

function isForeignCall(node: ts.Node, sdk: ReadonlySet<string>): boolean {
  if (ts.isTaggedTemplateExpression(node)) return true;
  if (!ts.isCallExpression(node) && !ts.isNewExpression(node)) return false;
  return !(ts.isIdentifier(node.expression) && harmless.has(node.expression.text)) && !isSdkCall(node, sdk);
}

/** `(0, import_lf_lens.keyword)(...)` */
function isSdkCall(node: ts.Node, sdk: ReadonlySet<string>): boolean {
  if (!ts.isCallExpression(node) || !ts.isParenthesizedExpression(node.expression)) return false;
  const sequence = node.expression.expression;
  const callee = ts.isBinaryExpression(sequence) ? sequence.right : sequence;
  return ts.isPropertyAccessExpression(callee) && ts.isIdentifier(callee.expression) && sdk.has(callee.expression.text);
}

/** Methods that leave what they are called on as it is. */
const readers = new Set(
  (
    "has get at includes indexOf lastIndexOf some every find findIndex findLast filter map flatMap flat join concat slice keys values entries " +
    "test exec startsWith endsWith match matchAll replace replaceAll split toLowerCase toUpperCase trim length size toString reduce forEach"
  ).split(" "),
);

/** Whether this is what is assigned to, counted up or down, or deleted. */
function isAssigned(node: ts.Node, parent: ts.Node): boolean {
  if (ts.isBinaryExpression(parent)) return parent.left === node && isAssignment(parent.operatorToken.kind);
  if (ts.isPrefixUnaryExpression(parent) || ts.isPostfixUnaryExpression(parent)) {
    return parent.operator === ts.SyntaxKind.PlusPlusToken || parent.operator === ts.SyntaxKind.MinusMinusToken;
  }
  return ts.isDeleteExpression(parent);
}

const isAssignment = (kind: ts.SyntaxKind): boolean => kind >= ts.SyntaxKind.FirstAssignment && kind <= ts.SyntaxKind.LastAssignment;

/** Whether the value that this name stands for may change from within by the expression it is in. Yes, when in doubt. */
function mayAlter(name: ts.Identifier, sdk: ReadonlySet<string>): boolean {
  let node: ts.Node = name;
  let member: string | undefined;
  for (let { parent } = node; isAccessOf(parent, node); { parent } = node) {
    member = ts.isPropertyAccessExpression(parent) ? parent.name.text : "[]";
    node = parent;
  }
  const { parent } = node;
  if (isAssigned(node, parent)) return true;
  if (ts.isCallExpression(parent) && parent.expression === node) return member !== undefined && !readers.has(member);
  if (ts.isCallExpression(parent) || ts.isNewExpression(parent)) return isForeignCall(parent, sdk) && parent.expression !== node;
  return !isPlainReading(parent, node);
}

const isAccessOf = (parent: ts.Node, node: ts.Node): parent is ts.PropertyAccessExpression | ts.ElementAccessExpression =>
  (ts.isPropertyAccessExpression(parent) || ts.isElementAccessExpression(parent)) && parent.expression === node;

/** Places where a value is only looked at, and does not get another name. */
function isPlainReading(parent: ts.Node, node: ts.Node): boolean {
  if (ts.isBinaryExpression(parent)) return !isAssignment(parent.operatorToken.kind);
  if (ts.isConditionalExpression(parent)) return parent.condition === node;
  if (ts.isElementAccessExpression(parent)) return parent.argumentExpression === node;
  if (ts.isForOfStatement(parent) || ts.isForInStatement(parent) || ts.isIfStatement(parent)) return parent.expression === node;
  if (ts.isVariableDeclaration(parent) || ts.isParameter(parent) || ts.isFunctionLike(parent))
    return "name" in parent && parent.name === node;
  return ts.isSpreadElement(parent) || ts.isTemplateSpan(parent) || ts.isPrefixUnaryExpression(parent) || ts.isTypeOfExpression(parent);
}

function isConstant(statement: ts.Statement, sdk: ReadonlySet<string>): boolean {
  if (!ts.isVariableStatement(statement)) return ts.isFunctionDeclaration(statement);
  return statement.declarationList.declarations.every(
    ({ initializer: value }) =>
      !value ||
      ts.isFunctionLike(value) ||
      ts.isLiteralExpression(value) ||
      isSdkCall(value, sdk) ||
      isRequireOf(value, "lf-lens") ||
      isCallOf(value, "__commonJS"),
  );
}

const isCallOf = (node: ts.Node, name: string): node is ts.CallExpression => ts.isCallExpression(node) && isNamed(node.expression, name);
