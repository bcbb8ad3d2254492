import ts from "typescript";

/** A piece of code that is put into a text, in a line of it. Offsets are those of the text without it. */
export interface Insertion {
  readonly at: number;
  readonly code: string;
  /** Where the debugger shows it. */
  readonly shownAt: number;
}

/**
 * Has the debugger stop where an LF begins: on entering its function, or at its definition when a builder made it.
 * @returns what to put into the text, in its order; nothing if the text does not define the LF by `export const`
 */
export function stopInLf(text: string, lf: string): Insertion[] {
  const source = ts.createSourceFile("lf.ts", text, ts.ScriptTarget.Latest, true);
  const values = topLevelValues(source);
  const value = values.get(lf);
  if (!value || !ts.isExpression(value)) return [];
  const vote = voteFunction(value, values);
  return vote ? stopInFunction(vote, source) : stopAtBuilder(value, source);
}

type Values = ReadonlyMap<string, ts.Expression | ts.FunctionDeclaration>;

function topLevelValues({ statements }: ts.SourceFile): Values {
  return new Map(
    statements.flatMap((statement): [string, ts.Expression | ts.FunctionDeclaration][] => {
      if (ts.isFunctionDeclaration(statement) && statement.name) return [[statement.name.text, statement]];
      if (!ts.isVariableStatement(statement)) return [];
      return statement.declarationList.declarations.flatMap(({ name, initializer }): [string, ts.Expression][] =>
        ts.isIdentifier(name) && initializer ? [[name.text, initializer]] : [],
      );
    }),
  );
}

type VoteFunction = ts.ArrowFunction | ts.FunctionExpression | ts.FunctionDeclaration | ts.MethodDeclaration;

/** The function in `lf(function)` or `lf({ vote: function })`, written there or above. */
function voteFunction(value: ts.Expression, values: Values): VoteFunction | undefined {
  const given = ts.isCallExpression(value) ? value.arguments[0] : undefined;
  if (!given) return undefined;
  if (!ts.isObjectLiteralExpression(given)) return functionOf(given, values);
  const property = given.properties.find(({ name }) => name && ts.isIdentifier(name) && name.text === "vote");
  if (!property) return undefined;
  if (ts.isMethodDeclaration(property)) return property;
  if (ts.isShorthandPropertyAssignment(property)) return functionOf(property.name, values);
  return ts.isPropertyAssignment(property) ? functionOf(property.initializer, values) : undefined;
}

function functionOf(node: ts.Node | undefined, values: Values): VoteFunction | undefined {
  if (!node) return undefined;
  if (ts.isArrowFunction(node) || ts.isFunctionExpression(node) || ts.isFunctionDeclaration(node)) return node;
  if (ts.isParenthesizedExpression(node)) return functionOf(node.expression, values);
  if (!ts.isIdentifier(node)) return undefined;
  const named = values.get(node.text);
  return named && (ts.isFunctionDeclaration(named) || ts.isArrowFunction(named) || ts.isFunctionExpression(named)) ? named : undefined;
}

function stopInFunction(vote: VoteFunction, source: ts.SourceFile): Insertion[] {
  const { body } = vote;
  if (!body) return [];
  const start = body.getStart(source);
  if (ts.isBlock(body)) return [{ at: start + 1, code: " debugger;", shownAt: start }];
  return [
    { at: start, code: "{ debugger; return (", shownAt: vote.getStart(source) },
    { at: body.end, code: "); }", shownAt: body.end },
  ];
}

function stopAtBuilder(value: ts.Expression, source: ts.SourceFile): Insertion[] {
  const start = value.getStart(source);
  return [
    {
      at: start,
      code: "((lf: any) => ({ ...lf, vote: (row: any) => { const matches = lf[Symbol.for('lf-lens.matches')]?.(row); debugger; return lf.vote(row); } }))(",
      shownAt: start,
    },
    { at: value.end, code: ")", shownAt: value.end },
  ];
}
