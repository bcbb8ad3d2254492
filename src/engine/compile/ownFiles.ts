/** A name of a file or folder other than this one, as the source of a pattern. Go's patterns, which esbuild uses, cannot look ahead. */
function otherThan(name: string): string {
  const letters = Array.from(name);
  const differsAt = letters.map((letter, at) => `${letters.slice(0, at).join("")}[^\\\\/${letter}][^\\\\/]{${name.length - at - 1}}`);
  return `(?:[^\\\\/]{0,${name.length - 1}}|[^\\\\/]{${name.length + 1},}|${differsAt.join("|")})`;
}

/**
 * The files that the compiler looks at before esbuild reads them: a project's own, devices, and TypeScript and JSON wherever they lie.
 * Each is a trip between processes at each compile, so the many files of JavaScript in packages are left out.
 */
export const ownFiles = new RegExp(
  [
    String.raw`^/(?:dev|proc|sys)/`,
    String.raw`\.(?:[cm]?tsx?|json)$`,
    `^(?:${otherThan("node_modules")}[\\\\/])*${otherThan("node_modules")}$`,
  ].join("|"),
);
