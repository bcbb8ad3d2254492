import { existsSync } from "node:fs";
import { mkdir, mkdtemp, realpath, rm, symlink } from "node:fs/promises";
import { tmpdir } from "node:os";
import { dirname, join, relative } from "node:path";
import { git, pathInside, withoutFilters, type Revision } from "./git";
import { slashes } from "../../files/paths";

/** A project's code as it was, in a temporary folder. */
export interface Checkout {
  /** What the project's folder is there. */
  readonly root: string;
  remove(): Promise<void>;
}

/** What an LF can be written in or import. Data is not checked out. */
const code = /\.([cm]?[jt]sx?|json)$/;

/**
 * Puts a project's code as of a revision into a temporary folder, without touching the repository, its index or its files.
 * Packages and generated types are those of the working tree.
 * @param imported files that the LFs import today (absolute paths), in case some are outside of the project's folder
 * @throws Error with what git says
 */
export async function checkOut(root: string, { top, commit }: Revision, imported: readonly string[]): Promise<Checkout> {
  const temporary = await realpath(await mkdtemp(join(tmpdir(), "lf-lens-revision-")));
  const remove = (): Promise<void> => rm(temporary, { recursive: true, force: true, maxRetries: 3 });
  try {
    const tree = join(temporary, "tree");
    const own = relative(top, await realpath(root));
    await mkdir(join(tree, own), { recursive: true });
    const env = { ...(await withoutFilters(top)), GIT_INDEX_FILE: join(temporary, "index") };
    const paths = await codeFiles(top, commit, own, imported);
    await git(top, ["read-tree", commit], { env });
    await git(top, ["checkout-index", "-z", "--stdin", `--prefix=${tree}/`], { env, input: paths.map((path) => `${path}\0`).join("") });
    await linkFolder(join(root, ".lf-lens"), join(tree, own, ".lf-lens"));
    await linkPackages(top, tree, own);
    return { root: join(tree, own), remove };
  } catch (error) {
    await remove();
    throw error;
  }
}

/** The code in a folder, and files elsewhere that it imports. Paths from the top folder; the folder's may be empty. */
async function codeFiles(top: string, commit: string, folder: string, imported: readonly string[]): Promise<string[]> {
  const prefix = folder === "" ? "" : `${slashes(folder)}/`;
  const elsewhere = (await Promise.all(imported.map((file) => pathInside(top, file)))).filter((path) => path?.startsWith(prefix) === false);
  const output = await git(top, ["ls-tree", "-r", "-z", "--name-only", commit]);
  const wanted = new Set(elsewhere);
  return output
    .split("\0")
    .filter((path) => code.test(path) && (path.startsWith(prefix) || wanted.has(path)) && !/(^|\/)node_modules\//.test(path));
}

/** Links the node_modules of the project's folder and of those around it, up to the top, to where the code looks for them. */
async function linkPackages(top: string, tree: string, own: string): Promise<void> {
  for (let folder = own; ; folder = dirname(folder)) {
    await linkFolder(join(top, folder, "node_modules"), join(tree, folder, "node_modules"));
    if (folder === "." || folder === "") return;
  }
}

/** A junction needs no right of its own on Windows. */
async function linkFolder(from: string, to: string): Promise<void> {
  if (existsSync(from) && !existsSync(to)) await symlink(from, to, "junction");
}
