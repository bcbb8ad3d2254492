import assert from "node:assert/strict";
import { fork } from "node:child_process";
import { once } from "node:events";
import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { setTimeout as wait } from "node:timers/promises";
import { chatLines } from "../../../src/jobs/chatRecord";
import { cancelJob } from "../../../src/jobs/control";
import { fillCommand } from "../../../src/jobs/providers/command/commandLine";
import { readOutput } from "../../../src/jobs/providers/command/commandOutput";
import { followJob } from "../../../src/jobs/runner";
import { examples, newWorld, type World } from "../world";

/** A program in JavaScript as a ticket's provider. */
const program = (world: World, source: string, args: (string | string[])[] = []): Record<string, unknown> => {
  writeFileSync(join(world.folder, "program.js"), source);
  return { provider: { id: "command", command: [process.execPath, join(world.folder, "program.js"), ...args] } };
};
const isAlive = (pid: number): boolean => {
  try {
    process.kill(pid, 0);
    return !existsSync(`/proc/${pid}/stat`) || !/\) Z /.test(readFileSync(`/proc/${pid}/stat`, "utf8"));
  } catch {
    return false;
  }
};
async function until(holds: () => boolean): Promise<void> {
  for (let tries = 0; !holds(); tries++) {
    assert.ok(tries < 600, "it never happened in 15 s");
    await wait(25);
  }
}

describe("a training command", function () {
  this.timeout(60_000);

  it("gets the files, is followed by its JSON lines, and leaves a model", async () => {
    const world = newWorld({ realTime: true });
    const parts = program(
      world,
      `const [training, output, epochs, ...rest] = process.argv.slice(2);
       const { readFileSync, writeFileSync } = require("node:fs");
       writeFileSync(output + "/model.txt", readFileSync(training));
       console.log("loading " + rest.join("|"));
       for (let step = 1; step <= 4; step++) console.log(JSON.stringify({ step, total_steps: 4, loss: 1 / step, learning_rate: 0.1 }));
       console.log(JSON.stringify({ step: 4, eval_loss: 0.3 }));
       console.log(JSON.stringify({ event: "done", message: "saved", model: output + "/model.txt" }));`,
      ["{training}", "{output}", "{epochs}", "a b; $(echo no) {{x}}", ["--suffix", "{suffix}"]],
    );
    const { id } = await world.add({ ...parts, hyperparameters: { epochs: 2 } });
    const job = await followJob(id, world.tools);
    assert.equal(job.state, "succeeded", job.problem);
    assert.deepEqual(
      job.log.map(({ message }) => message),
      ["loading a b; $(echo no) {x}", "saved"],
    );
    assert.deepEqual(job.metrics, [
      { step: 1, trainLoss: 1, learningRate: 0.1 },
      { step: 2, trainLoss: 0.5, learningRate: 0.1 },
      { step: 3, trainLoss: 1 / 3, learningRate: 0.1 },
      { step: 4, trainLoss: 0.25, learningRate: 0.1, validLoss: 0.3 },
    ]);
    assert.deepEqual(job.progress, { done: 4, total: 4 });
    assert.equal(readFileSync(job.tunedModel!, "utf8"), chatLines(examples));
  });

  it("leaves the model that it named while it still ran", async () => {
    const world = newWorld({ realTime: true });
    const parts = program(
      world,
      `console.log(JSON.stringify({ event: "done", message: "saved", model: process.argv[2] + "/model.txt" }));
       const { existsSync } = require("node:fs");
       setInterval(() => existsSync(process.argv[2] + "/go") && process.exit(0), 20);`,
      ["{output}"],
    );
    const { id } = await world.add(parts);
    const output = join(world.tools.store.folder(id), "output");
    const following = followJob(id, world.tools);
    while (!(await world.tools.store.read(id)).log.some(({ message }) => message === "saved")) await wait(25);
    writeFileSync(join(output, "go"), "");
    assert.equal((await following).tunedModel, join(output, "model.txt"));
  });

  it("that fails says its exit code and where its output is", async () => {
    const world = newWorld({ realTime: true });
    const job = await followJob(
      (await world.add(program(world, `console.error("Error: out of memory"); process.exit(3)`))).id,
      world.tools,
    );
    assert.equal(job.state, "failed");
    assert.match(job.problem!, /ended with exit code 3\. Its output is in .*output\.log/);
    assert.deepEqual(
      job.log.map(({ level, message }) => [level, message]),
      [["error", "Error: out of memory"]],
    );
  });

  it("that is not there, or has a hole in its arguments, is refused with advice", async () => {
    const world = newWorld({ realTime: true });
    const fails = async (command: unknown): Promise<string> =>
      (await followJob((await world.add({ provider: { id: "command", command } })).id, world.tools)).problem!;
    assert.match(await fails(["/no/such/program"]), /could not be started: spawn \/no\/such\/program ENOENT\. Check the program's name/);
    assert.match(await fails(["x", "{epochs}"]), /uses \{epochs\}, but the job has no such value/);
    assert.match(await fails(["x", "{trainng}"]), /uses \{trainng\}; there is: \{epochs\}/);
  });

  it("ends with all that it started when the job is cancelled, and nothing else does", async function () {
    if (process.platform === "win32") return this.skip();
    const world = newWorld({ realTime: true });
    const parts = program(
      world,
      `const child = require("node:child_process").spawn(process.execPath, ["-e", "setInterval(() => {}, 1000)"], { stdio: "ignore" });
       require("node:fs").writeFileSync(process.argv[2] + "/pids", process.pid + " " + child.pid);
       setInterval(() => {}, 1000);`,
      ["{output}"],
    );
    const job = await world.submit(parts);
    const path = join(world.tools.store.folder(job.id), "output", "pids");
    await until(() => existsSync(path) && readFileSync(path, "utf8").includes(" "));
    const pids = readFileSync(path, "utf8").split(" ").map(Number);
    assert.deepEqual(pids.map(isAlive), [true, true]);
    await cancelJob(job.id, world.tools);
    assert.equal((await followJob(job.id, world.tools)).state, "cancelled");
    await until(() => !pids.some(isAlive));
  });

  it("goes on when its host is killed, and is found again: one program, one model", async () => {
    const world = newWorld({ realTime: true });
    const parts = program(
      world,
      `const { appendFileSync, existsSync } = require("node:fs");
       const output = process.argv[2];
       appendFileSync(output + "/starts", "x");
       console.log(JSON.stringify({ step: 1, total_steps: 2, loss: 0.9 }));
       const timer = setInterval(() => {
         if (!existsSync(output + "/go")) return;
         clearInterval(timer);
         console.log(JSON.stringify({ step: 2, total_steps: 2, loss: 0.4 }));
         console.log(JSON.stringify({ event: "done" }));
       }, 20);`,
      ["{output}"],
    );
    const { id } = await world.add(parts);
    const output = join(world.tools.store.folder(id), "output");
    const host = fork(join(__dirname, "../followInChild.ts"), [world.folder, id, "real time"], {
      execArgv: ["--import", "tsx"],
      stdio: "inherit",
    });
    await until(() => existsSync(join(output, "starts")) && existsSync(join(output, "..", "process.json")));
    host.kill("SIGKILL");
    await once(host, "exit");

    const followed = followJob(id, newWorld({ folder: world.folder, realTime: true }).tools);
    writeFileSync(join(output, "go"), "");
    const job = await followed;
    assert.equal(job.state, "succeeded", job.problem);
    assert.deepEqual(
      job.metrics.map(({ trainLoss }) => trainLoss),
      [0.9, 0.4],
    );
    assert.equal(readFileSync(join(output, "starts"), "utf8"), "x");
  });

  it("is not started again when nobody can say whether it was", async () => {
    const world = newWorld({ realTime: true });
    const { id } = await world.add(program(world, ""));
    writeFileSync(join(world.tools.store.folder(id), "starting"), "");
    await world.tools.store.update(id, (job) => ({ ...job, createTried: 1 }));
    const job = await followJob(id, world.tools);
    assert.equal(job.state, "failed");
    assert.match(job.problem!, /nobody can say whether it runs/);
  });
});

describe("a command line", () => {
  const values = { training: "/a b.jsonl", epochs: undefined, model: "m" };
  const cases: [(string | string[])[], string[]][] = [
    [
      ["p", "{training}", "--m={model}"],
      ["p", "/a b.jsonl", "--m=m"],
    ],
    [
      ["p", ["--epochs", "{epochs}"], ["--model", "{model}"]],
      ["p", "--model", "m"],
    ],
    [
      ["p", '{{"a": 1}}', "{", "$HOME;*"],
      ["p", '{"a": 1}', "{", "$HOME;*"],
    ],
  ];
  for (const [template, filled] of cases)
    it(JSON.stringify(template), () => {
      const { program: name, args } = fillCommand(template, values);
      assert.deepEqual([name, ...args], filled);
    });
});

describe("a command's output", () => {
  const read = (text: string, options: Partial<Parameters<typeof readOutput>[2]> = {}) =>
    readOutput(Buffer.from(text), 0, { now: 5, ended: false, ...options });

  it("is read to its last whole line, and to its very end once the program has ended", () => {
    const text = '{"step": 1, "loss": 2}\nhal';
    assert.deepEqual([read(text).next, read(text).log.length], [23, 0]);
    assert.deepEqual(
      read(text, { ended: true }).log.map(({ message }) => message),
      ["hal"],
    );
  });

  it("shows of a progress bar what a terminal would, without colours", () => {
    assert.deepEqual(
      read("10%\r50%\r\u001b[32m100%\u001b[0m done\r\n\n").log.map(({ message }) => message),
      ["100% done"],
    );
  });

  it("is understood by a regular expression of the user's", () => {
    const pattern = /step (?<step>\d+)\/(?<total>\d+): loss (?<loss>[\d.]+)/;
    const { metrics, progress } = read("step 3/9: loss 0.25 (ok)\nother\n", { pattern });
    assert.deepEqual([metrics, progress], [[{ step: 3, trainLoss: 0.25 }], { done: 3, total: 9 }]);
  });

  it("never breaks on odd numbers, texts or bytes", () => {
    const odd = '{"step": "x", "loss": 1}\n{"step": -1}\n{"step": 2, "loss": null}\n{broken\n[1]\n"x"\n{"step": 1e999, "loss": 3}\n';
    assert.deepEqual(read(odd).metrics, []);
    assert.doesNotThrow(() => readOutput(Buffer.from([0xff, 0xfe, 0x0a, 0x7b, 0x00, 0x0a]), 0, { now: 1, ended: true }));
  });
});
