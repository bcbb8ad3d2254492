// Promised: a folder may come with a .git whose config names programs: comparing with a revision starts none of them.
import assert from "node:assert/strict";
import { execFileSync, spawnSync } from "node:child_process";
import {
  appendFileSync,
  chmodSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  realpathSync,
  rmSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { checkOut } from "../../src/services/baseline/checkout";
import { changedSince, findRevision, gitFolder } from "../../src/services/baseline/git";

const identity = ["-c", "user.name=t", "-c", "user.email=t@example.org", "-c", "commit.gpgsign=false"];

describe("git, in a repository whose config is hostile", function () {
  this.timeout(30_000);
  let top: string;
  let traces: string;
  const run = (...args: string[]): string => execFileSync("git", [...identity, ...args], { cwd: top, encoding: "utf8" });
  const path = (name: string): string => join(top, name);
  /** A command that leaves a file with its name where the test looks, and is a filter that changes nothing. */
  const trap = (name: string): string => {
    const script = join(traces, `${name}.sh`);
    writeFileSync(script, `#!/bin/sh\ntouch "${traces}/started-${name}"\ncat\n`);
    chmodSync(script, 0o755);
    return script;
  };
  const started = (): string[] => readdirSync(traces).filter((name) => name.startsWith("started-"));

  before(function () {
    if (process.platform === "win32") this.skip();
    top = realpathSync(mkdtempSync(join(tmpdir(), "lf-lens-hostile-git-")));
    traces = mkdtempSync(join(tmpdir(), "lf-lens-traces-"));
    run("init", "-q");
    for (const [name, text] of [
      ["a.lf.ts", "export const a = 1;\n"],
      ["rows.csv", "text\nhello\n"],
      [".gitattributes", "*.ts filter=my.trap diff=trap\n*.csv filter=other diff=trap\n"],
    ] as const)
      writeFileSync(path(name), text);
    run("add", ".");
    run("commit", "-q", "-m", "first");
    mkdirSync(path("hooks"));
    for (const hook of ["post-index-change", "post-checkout", "reference-transaction", "fsmonitor-watchman"])
      writeFileSync(path(`hooks/${hook}`), readFileSync(trap(`hook-${hook}`)), { mode: 0o755 });
    appendFileSync(
      path(".git/config"),
      `[core]
  fsmonitor = ${trap("fsmonitor")}
  hooksPath = ${path("hooks")}
  sshCommand = ${trap("ssh")}
  pager = ${trap("pager")}
  editor = ${trap("editor")}
  askPass = ${trap("askpass")}
[pager]
  diff = true
  ls-tree = ${trap("pager-of-ls-tree")}
[credential]
  helper = "!${trap("credential")}"
[diff]
  external = ${trap("external")}
[diff "trap"]
  textconv = ${trap("textconv")}
  command = ${trap("diff-command")}
[filter "my.trap"]
  clean = ${trap("clean")}
  smudge = ${trap("smudge")}
  required = true
[filter "other"]
  process = ${trap("process")}
  clean = ${trap("other-clean")}
  required
[remote "origin"]
  url = ext::${trap("remote")}
  promisor = true
  partialCloneFilter = blob:none
[protocol "ext"]
  allow = always
[extensions]
  partialClone = origin
`,
    );
  });
  after(() => {
    for (const folder of [top, traces]) if (folder) rmSync(folder, { recursive: true, force: true });
  });

  it("starts nothing that the config names, and still answers", async () => {
    // Written after the commit, so that git has to look into them.
    writeFileSync(path("rows.csv"), "text\nhullo\n");
    writeFileSync(path("a.lf.ts"), "export const a = 1;\n");
    const revision = await findRevision(top, "HEAD");
    assert.equal(await gitFolder(top), path(".git"));
    assert.deepEqual(await changedSince(revision, [path("rows.csv"), path("a.lf.ts")]), [path("rows.csv")]);
    const checkout = await checkOut(top, revision, []);
    assert.equal(readFileSync(join(checkout.root, "a.lf.ts"), "utf8"), "export const a = 1;\n");
    await checkout.remove();
    assert.equal(existsSync(checkout.root), false);
    assert.deepEqual(started(), []);
  });

  it("fetches nothing that a partial clone lacks", async () => {
    const revision = await findRevision(top, "HEAD");
    const blob = run("rev-parse", "HEAD:a.lf.ts").trim();
    rmSync(path(`.git/objects/${blob.slice(0, 2)}/${blob.slice(2)}`));
    await assert.rejects(checkOut(top, revision, []));
    assert.deepEqual(started(), []);
  });

  it("the traps work: git itself steps into them", () => {
    spawnSync("git", ["diff", "--name-only", "HEAD"], { cwd: top, stdio: "ignore" });
    assert.ok(started().length > 0);
  });
});
