// README.md is one page; docs/ has the rest, and every link between them leads somewhere.
import assert from "node:assert/strict";
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { dirname, join, relative, resolve } from "node:path";

const root = resolve(__dirname, "..");
const docs = readdirSync(join(root, "docs")).map((name) => join(root, "docs", name));
const pages = [join(root, "README.md"), join(root, "SECURITY.md"), join(root, "src/README.md"), ...docs];

const textOf = (path: string): string => readFileSync(path, "utf8");

/** Where a page links to in this folder: files, each with the heading it names. */
function linksOf(page: string): { readonly file: string; readonly heading: string | undefined }[] {
  const targets = [...textOf(page).matchAll(/\]\(([^)\s]+)\)/g)].map(([, target]) => target!).filter((t) => !/^[a-z]+:/.test(t));
  return targets.map((target) => {
    const [file, heading] = target.split("#");
    return { file: file === "" ? page : join(dirname(page), file!), heading };
  });
}

/** The names under which a page's headings are linked to. */
const headingsOf = (page: string): string[] =>
  [...textOf(page).matchAll(/^#+ (.+)$/gm)].map(([, title]) =>
    title!
      .toLowerCase()
      .replace(/[^\p{L}\p{N} -]/gu, "")
      .replaceAll(" ", "-"),
  );

describe("the documentation", () => {
  it("has links that lead to a file, and to a heading in it", () => {
    const links = pages.flatMap((page) => linksOf(page).map((link) => ({ ...link, page })));
    assert.ok(links.length > 15);
    const dead = links.filter(({ file, heading }) => !existsSync(file) || (heading !== undefined && !headingsOf(file).includes(heading)));
    assert.deepEqual(
      dead.map(({ page, file, heading }) => `${relative(root, page)}: ${relative(root, file)}#${heading ?? ""}`),
      [],
    );
  });

  it("is reached from README.md, which is one page", () => {
    const linked = new Set(linksOf(pages[0]!).map(({ file }) => file));
    assert.deepEqual(
      docs.filter((page) => !linked.has(page)),
      [],
    );
    const lines = textOf(pages[0]!).split("\n").length;
    assert.ok(lines <= 90, `README.md has ${lines} lines: what is not needed to begin belongs into docs/`);
  });
});
