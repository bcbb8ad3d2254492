// Promised: keys and tokens of the environment are out of the reach of LFs: what a thread gets, and what the debugger takes out.
import assert from "node:assert/strict";
import { threadEnvironment, unneededVariables } from "../../src/engine/environment";

const environment = {
  ...{ OPENAI_API_KEY: "sk-1", AWS_SECRET_ACCESS_KEY: "s", GITHUB_TOKEN: "t", NODE_OPTIONS: "--require x", LD_PRELOAD: "x" },
  ...{ MY_TMPDIR: "x", LANGUAGE_MODEL_KEY: "x", LC_: "x", EMPTY: undefined },
  ...{
    TMPDIR: "/tmp",
    Temp: "C:\\Temp",
    SystemRoot: "C:\\Windows",
    TZ: "UTC",
    LANG: "de",
    LC_ALL: "de",
    PATH: "/bin",
    Path: "C:\\",
    HOME: "/h",
  },
};

describe("the environment", () => {
  it("of a thread has temporary folder, language and time zone, and nothing else", () => {
    const { TMPDIR, Temp, SystemRoot, TZ, LANG, LC_ALL } = environment;
    assert.deepEqual(threadEnvironment(environment), { TMPDIR, Temp, SystemRoot, TZ, LANG, LC_ALL });
  });

  it("of a debugged LF has what it takes to start a program beside that", () => {
    assert.deepEqual(
      unneededVariables(environment).sort(),
      "AWS_SECRET_ACCESS_KEY EMPTY GITHUB_TOKEN LANGUAGE_MODEL_KEY LC_ LD_PRELOAD MY_TMPDIR NODE_OPTIONS OPENAI_API_KEY".split(" "),
    );
  });
});
