/** Where a text exports constants. Works on half-typed code; lines and columns count from 1. */
export function scanExports(text: string): { readonly name: string; readonly line: number; readonly column: number }[] {
  const pattern = /^(?<lead>[ \t]*export[ \t]+const[ \t]+)(?<name>[\p{ID_Start}$_][\p{ID_Continue}$\u200c\u200d]*)/u;
  return text.split("\n").flatMap((lineText, index) => {
    const match = pattern.exec(lineText);
    return match?.groups ? [{ name: match.groups["name"]!, line: index + 1, column: match.groups["lead"]!.length + 1 }] : [];
  });
}
