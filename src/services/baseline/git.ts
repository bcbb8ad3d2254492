import { execFile, type ExecFileException } from "node:child_process";
import { realpath } from "node:fs/promises";
import { devNull } from "node:os";
import { isAbsolute, relative, sep } from "node:path";
import { slashes } from "../../files/paths";

/** A commit of the repository that a folder is in. */
export interface Revision {
  /** As the user names it: HEAD, main, v1.2, 1a2b3c4. */
  readonly name: string;
  /** The commit's full hash. */
  readonly commit: string;
  /** The repository's top folder, absolute, symbolic links resolved. */
  readonly top: string;
}

/**
 * Finds a revision.
 * @param folder any folder of the repository
 * @throws Error in plain words: no git, no repository, no such revision
 */
export async function findRevision(folder: string, name: string): Promise<Revision> {
  const top = (await git(folder, ["rev-parse", "--show-toplevel"])).trim();
  const unknown = new Error(`There is no revision "${name}" in ${top}. Name a commit, a branch or a tag that "git log" knows.`);
  if (name.startsWith("-")) throw unknown;
  const commit = await git(folder, ["rev-parse", "--verify", "--quiet", `${name}^{commit}`]).catch(() => {
    throw unknown;
  });
  return { name, commit: commit.trim(), top: await realpath(top) };
}

/** "HEAD (1a2b3c4)", or only the hash where the user named that. */
export function revisionTitle({ name, commit }: Pick<Revision, "name" | "commit">): string {
  return commit.startsWith(name) ? commit.slice(0, Math.max(7, name.length)) : `${name} (${commit.slice(0, 7)})`;
}

/** The folder in which git keeps what HEAD is, absolute; undefined outside of a repository. */
export const gitFolder = (folder: string): Promise<string | undefined> =>
  git(folder, ["rev-parse", "--absolute-git-dir"]).then(
    (path) => path.trim(),
    () => undefined,
  );

/** Of these files (absolute paths) those whose content is not the revision's, or which only one of the two has. */
export async function changedSince({ top, commit }: Revision, files: readonly string[]): Promise<string[]> {
  const inside = await Promise.all(files.map(async (file) => ({ file, path: await pathInside(top, file) })));
  const tracked = inside.flatMap(({ file, path }) => (path === undefined ? [] : [{ file, path }]));
  if (tracked.length === 0) return [];
  const paths = tracked.map(({ path }) => `:(literal)${path}`);
  // A submodule has a config of its own, which git would follow.
  const quiet = ["--no-ext-diff", "--no-textconv", "--ignore-submodules=all"];
  const output = await git(top, ["diff", "--name-only", "-z", ...quiet, commit, "--", ...paths], { env: await withoutFilters(top) });
  const changed = new Set(output.split("\0"));
  return tracked.filter(({ path }) => changed.has(path)).map(({ file }) => file);
}

/** A file's path from the top folder with slashes, as git names it; undefined if it is elsewhere. */
export async function pathInside(top: string, file: string): Promise<string | undefined> {
  const way = relative(top, await realpath(file).catch(() => file));
  return way === "" || way === ".." || way.startsWith(`..${sep}`) || isAbsolute(way) ? undefined : slashes(way);
}

/** Lists of files may be long. */
const MAX_OUTPUT_BYTES = 1 << 28;

/** What a repository's own config can have git start is off: it came with the folder, and nobody has agreed to it. */
const harmless = [
  ...["core.fsmonitor=false", `core.hooksPath=${devNull}`, "core.sshCommand=false", "core.askPass=", "credential.helper="],
  // A bare repository inside of a folder is found only by who names it.
  "safe.bareRepository=explicit",
].flatMap((setting) => ["-c", setting]);

/** No question at a terminal, no network, no lock that a commit of the user's would meet. */
const quietly = { LC_ALL: "C", GIT_OPTIONAL_LOCKS: "0", GIT_TERMINAL_PROMPT: "0", GIT_NO_LAZY_FETCH: "1", GIT_ALLOW_PROTOCOL: "none" };

/** Of git's own variables those that say where the user's and the machine's settings are; others could name programs or another repository. */
const keptVariables = new Set(["GIT_CONFIG_GLOBAL", "GIT_CONFIG_SYSTEM", "GIT_CONFIG_NOSYSTEM", "GIT_EXEC_PATH"]);

/**
 * Runs git. Nothing that the repository's config names is started, except filters of files: see `withoutFilters`.
 * @throws Error with what git says, or that there is no git
 */
export function git(
  folder: string,
  args: readonly string[],
  options: { env?: Readonly<Record<string, string>>; input?: string } = {},
): Promise<string> {
  const inherited = Object.entries(process.env).filter(([name]) => !name.toUpperCase().startsWith("GIT_") || keptVariables.has(name));
  const env = { ...Object.fromEntries(inherited), ...quietly, ...options.env };
  return new Promise((resolve, reject) => {
    const command = ["--no-pager", ...harmless, ...args];
    const child = execFile("git", command, { cwd: folder, env, maxBuffer: MAX_OUTPUT_BYTES }, (error, stdout, stderr) => {
      if (error) reject(gitError(error, stderr, folder));
      else resolve(stdout);
    });
    // git may end before it has read all; its exit code says why.
    child.stdin?.on("error", () => {});
    child.stdin?.end(options.input ?? "");
  });
}

/**
 * Variables that turn off the filters of a repository's config, which are commands that git runs over files that it reads or writes.
 * There is no option for it, so each is replaced by nothing under its own name.
 */
export async function withoutFilters(folder: string): Promise<Record<string, string>> {
  const output = await git(folder, ["config", "--includes", "--name-only", "-z", "--get-regexp", String.raw`^filter\.`]).catch(() => "");
  const names = new Set(output.split("\0").flatMap((key) => /^(filter\..+)\.[^.]+$/s.exec(key)?.[1] ?? []));
  const settings = [...names].flatMap((name) => [
    ...["clean", "smudge", "process"].map((command) => [`${name}.${command}`, ""] as const),
    [`${name}.required`, "false"] as const,
  ]);
  return {
    GIT_CONFIG_COUNT: String(settings.length),
    ...Object.fromEntries(
      settings.flatMap(([key, value], index) => [
        [`GIT_CONFIG_KEY_${index}`, key],
        [`GIT_CONFIG_VALUE_${index}`, value],
      ]),
    ),
  };
}

function gitError(error: ExecFileException, stderr: string, folder: string): Error {
  if (error.code === "ENOENT") return new Error('The command "git" was not found: install git, or put it in PATH.');
  if (stderr.includes("not a git repository"))
    return new Error(`${folder} is not in a git repository, so there is no revision to compare with.`);
  return new Error(stderr.trim().replace(/^fatal: /, "") || error.message);
}
