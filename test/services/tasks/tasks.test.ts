// What users rely on of long work: one at a time of what excludes each other, each cancelled alone, and nothing left running.
import assert from "node:assert/strict";
import { MessageChannel } from "node:worker_threads";
import { CancelledError, isCancelled } from "../../../src/protocol/cancelled";
import { portPipe } from "../../../src/protocol/portPipe";
import { connect } from "../../../src/protocol/rpc";
import type { TaskSnapshot } from "../../../src/protocol/snapshot";
import { createTasks, type Task, type TaskSpec } from "../../../src/services/tasks/tasks";

const exporting: TaskSpec = { kind: "export", title: "Labels of p", excludes: ["export"] };
const training: TaskSpec = { kind: "train", title: "End model of p", excludes: ["train"], ends: ["retrain"] };
const retraining: TaskSpec = { kind: "retrain", title: "End model of p, again", excludes: ["train", "retrain"] };

/** Works until it is cancelled, and counts what is still at work. */
function untilCancelled(): { readonly work: (task: Task) => Promise<never>; readonly atWork: () => number } {
  let atWork = 0;
  return {
    work: ({ signal }) => {
      atWork++;
      return new Promise((_, reject) =>
        signal.addEventListener("abort", () => {
          atWork--;
          reject(new Error("the worker ended"));
        }),
      );
    },
    atWork: () => atWork,
  };
}

describe("tasks", () => {
  let list: readonly TaskSnapshot[] = [];
  const kinds = (): string[] => list.map(({ kind }) => kind);
  const start = (): ReturnType<typeof createTasks> => createTasks((tasks) => (list = tasks));

  it("are listed from the call on, with how far they are, until they end", async () => {
    const tasks = start();
    const work = tasks.run(exporting, ({ tell }) => {
      tell({ what: "writing", done: 1, total: 2 });
      return Promise.resolve(list[0]?.progress);
    });
    assert.deepEqual(kinds(), ["export"]);
    assert.deepEqual(await work, { what: "writing", done: 1, total: 2 });
    assert.deepEqual(list, []);
  });

  it("are refused beside what excludes them, and begin once it has failed", async () => {
    const tasks = start();
    const first = tasks.run(exporting, () => Promise.reject(new Error("disk full")));
    await assert.rejects(
      tasks.run(exporting, () => Promise.resolve()),
      /^Error: "Labels of p" is already running\. Wait for it, or cancel it\.$/,
    );
    await assert.rejects(first, /disk full/);
    await tasks.run(exporting, () => Promise.resolve());
  });

  it("are cancelled alone, as cancelled and not as the error that ended them", async () => {
    const tasks = start();
    const [one, other] = [untilCancelled(), untilCancelled()];
    const cut = assert.rejects(tasks.run(exporting, one.work), isCancelled);
    const stays = tasks.run(training, other.work).catch(() => "ended later");
    await tasks.cancel(({ kind }) => kind === "export");
    await cut;
    assert.deepEqual([kinds(), one.atWork(), other.atWork()], [["train"], 0, 1]);
    await tasks.cancel();
    assert.equal(await stays, "ended later");
  });

  it("end what is done in the background before they begin", async () => {
    const tasks = start();
    const background = untilCancelled();
    const cut = assert.rejects(tasks.run(retraining, background.work), isCancelled);
    await tasks.run(training, () => Promise.resolve(assert.deepEqual([kinds(), background.atWork()], [["train"], 0])));
    await cut;
    const asked = tasks.run(training, untilCancelled().work).catch(() => {});
    await assert.rejects(
      tasks.run(retraining, () => Promise.resolve()),
      /already running/,
    );
    await tasks.close();
    await asked;
  });

  it("all end with their project, and none begins any more", async () => {
    const tasks = start();
    const { work, atWork } = untilCancelled();
    const cut = assert.rejects(tasks.run(exporting, work), isCancelled);
    await tasks.close();
    await cut;
    await assert.rejects(tasks.run(exporting, work), isCancelled);
    assert.equal(atWork(), 0);
  });

  it("are cancelled across a pipe, too", async () => {
    const { port1, port2 } = new MessageChannel();
    connect(portPipe(port1), { work: () => Promise.reject(new CancelledError()) });
    const remote = connect<{ work(argument: null): Promise<void> }, object>(portPipe(port2), {});
    await assert.rejects(remote.call("work", null), isCancelled);
    port1.close();
  });
});
