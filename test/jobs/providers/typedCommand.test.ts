import assert from "node:assert/strict";
import { commandLine, parseCommandLine, type Command } from "../../../src/jobs/providers/command/typedCommand";

describe("a command as it is typed", () => {
  const check = (text: string, expected: Command | RegExp): void => {
    it(text === "" ? "nothing" : text, () => {
      if (expected instanceof RegExp) return assert.throws(() => parseCommandLine(text), expected);
      assert.deepEqual(parseCommandLine(text), expected);
      assert.deepEqual(parseCommandLine(commandLine(expected)), expected, "as it is written again");
    });
  };
  check("train", ["train"]);
  check("  python3   train.py {training} ", ["python3", "train.py", "{training}"]);
  check(`python3 "my train.py" --note 'say "yes"'`, ["python3", "my train.py", "--note", 'say "yes"']);
  check("run --out=\"a b\"'c d'", ["run", "--out=a bc d"]);
  check("C:\\tools\\train.exe {training}", ["C:\\tools\\train.exe", "{training}"]);
  check("t [--epochs {epochs}] [--seed {seed}]", ["t", ["--epochs", "{epochs}"], ["--seed", "{seed}"]]);
  check('t [--note "a b"] x', ["t", ["--note", "a b"], "x"]);
  check("t data[0] a]", ["t", "data[0]", "a]"]);
  check("t []", ["t"]);
  check("", /Enter a program and its arguments/);
  check("[--epochs 3] t", /Enter a program and its arguments/);
  check('t "open', /A quote \("\) is not closed/);
  check("t [--epochs {epochs}", /"\[" is not closed/);
  check("t [--a [--b]", /close the first bracket/);
  check("cat {training} | train", /No shell runs the command, so "\|" does nothing/);
});
