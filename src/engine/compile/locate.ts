import ts from "typescript";
import type { ExportSite } from "../bundle";

/**
 * Where a module's exported constants stand, by exported name: at their declaration, or at the specifier that re-exports them.
 * Works on half-typed text.
 */
export function locateExports(text: string): Map<string, ExportSite> {
  const source = ts.createSourceFile("lf.ts", text, ts.ScriptTarget.Latest, false, ts.ScriptKind.TS);
  const constants = new Map<string, ExportSite>();
  const exported = new Map<string, ExportSite>();
  for (const statement of source.statements) {
    if (!ts.isVariableStatement(statement)) continue;
    const isExported = statement.modifiers?.some((modifier) => modifier.kind === ts.SyntaxKind.ExportKeyword) === true;
    for (const { name, initializer } of statement.declarationList.declarations) {
      if (!ts.isIdentifier(name) || !initializer) continue;
      const site = siteOf(source, name, statement);
      constants.set(name.text, site);
      if (isExported) exported.set(name.text, site);
    }
  }
  for (const statement of source.statements) {
    if (ts.isExportAssignment(statement)) exported.set("default", siteOf(source, statement, statement));
    if (!ts.isExportDeclaration(statement) || !statement.exportClause || !ts.isNamedExports(statement.exportClause)) continue;
    for (const specifier of statement.exportClause.elements) {
      const local = statement.moduleSpecifier ? undefined : constants.get((specifier.propertyName ?? specifier.name).text);
      exported.set(specifier.name.text, local ?? siteOf(source, specifier.name, specifier));
    }
  }
  return exported;
}

function siteOf(source: ts.SourceFile, name: ts.Node, whole: ts.Node): ExportSite {
  const start = source.getLineAndCharacterOfPosition(name.getStart(source));
  const end = source.getLineAndCharacterOfPosition(whole.getEnd());
  return { line: start.line + 1, column: start.character + 1, endLine: end.line + 1 };
}
