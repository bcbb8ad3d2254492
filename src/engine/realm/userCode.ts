import { createHook, executionAsyncResource } from "node:async_hooks";
import { getHeapStatistics } from "node:v8";
import type { BuiltinWatch } from "./builtins";
import { stepName } from "../stoppedCode";
import type { Step, StepParts, Tell } from "../workerApi";

/** Knows whose code runs in this thread: that of the step under way, or something that an earlier one left behind. */
export interface UserCode {
  /** Tells that code of the user's begins. What goes wrong until `end` is its doing, unless something left behind runs. */
  begin(step: StepParts): void;
  /** Runs code of the step under way. What it makes that runs later (promises, callbacks) is known as its own; its timers end with it. */
  own<T>(work: () => T): T;
  /**
   * Tells that the step has ended. Where it has changed what others share, the thread waits to be ended, and gives no result.
   * @param shared what others share with it beside what all do
   */
  end(shared?: BuiltinWatch): void;
  /** Ends the thread like that if the step's memory outside of the heap is more than it may have. */
  checkMemory(): void;
  /** The step whose code made a promise, or whose code runs now. */
  ownerOf(promise?: object): Step | undefined;
}

export interface UserCodeOptions {
  readonly tell: Tell;
  /** [0] is the row under way. [1] is set to the number of the step that left behind what runs, 0 if nothing such runs. */
  readonly position: Int32Array;
  readonly builtins: BuiltinWatch;
  /** How much memory outside of the heap a step may take, in MB; undefined before a project is open. */
  readonly memoryMb: () => number | undefined;
}

/** How often what a step left behind may run between steps: short callbacks without end hang nothing, and take a core. */
const MOST_TIMES = 1_000;

const OWNER = Symbol("owner");
type Owned = { [OWNER]?: Step };

// Taken at the start: an LF may put something else in their place.
const { wait } = Atomics;
const later = setImmediate;
const stop = { Timeout: clearTimeout, Immediate: clearImmediate };

export function createUserCode({ tell, position, builtins, memoryMb }: UserCodeOptions): UserCode {
  let lastNumber = 0;
  let underWay: Step | undefined;
  let owner: Step | undefined;
  /** Owners of the code around the callback that runs. */
  let around: (Step | undefined)[] = [];
  let timers: { readonly type: keyof typeof stop; readonly timer: object }[] = [];
  let external = 0;
  let idle = false;
  /** How often something ran between steps, by whose it was. */
  const idled = new WeakMap<Step, number>();
  /** Steps whose timers were named. */
  const named = new WeakSet<Step>();

  function enter(next: Step | undefined): void {
    if (next !== owner) stopTimers();
    owner = next;
    const isLate = next !== undefined && next !== underWay;
    position[1] = isLate ? next.number : 0;
    if (isLate && !underWay && !idle) watchIdle(next);
  }

  /** An LF's vote cannot wait for a timer, so nobody misses it. */
  function stopTimers(): void {
    if (timers.length === 0) return;
    for (const { type, timer } of timers) stop[type](timer as never);
    timers = [];
    if (!owner || named.has(owner)) return;
    named.add(owner);
    tell("log", { level: "warn", text: `${stepName(owner)} left a timer behind, which was stopped: no vote can wait for it.` });
  }

  /** No step is under way whose watch would see that what runs does not end. */
  function watchIdle(step: Step): void {
    const times = (idled.get(step) ?? 0) + 1;
    idled.set(step, times);
    if (times > MOST_TIMES) spoil("left callbacks behind that run again and again");
    idle = true;
    tell("late", null);
    const before = owner;
    owner = undefined;
    later(() => {
      idle = false;
      if (!underWay) tell("step", null);
    });
    owner = before;
  }

  createHook({
    init(_id, type, _trigger, resource: Owned) {
      if (!owner) return;
      resource[OWNER] = owner;
      if (type === "Timeout" || type === "Immediate") timers.push({ type, timer: resource });
    },
    before() {
      around.push(owner);
      enter((executionAsyncResource() as Owned)[OWNER]);
    },
    after: () => enter(around.pop()),
  }).enable();

  function spoil(message: string): never {
    tell("spoiled", { message });
    // Nothing else may run before the thread is ended.
    for (;;) wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0);
  }

  return {
    begin(step) {
      underWay = { ...step, number: ++lastNumber };
      external = getHeapStatistics().external_memory;
      tell("step", underWay);
    },
    own(work) {
      const before = owner;
      const outer = around;
      around = [];
      enter(underWay);
      try {
        return work();
      } finally {
        around = outer;
        enter(before);
      }
    },
    end(shared) {
      const changed = builtins.changed();
      if (changed !== undefined) spoil(`changed ${changed}, which all LFs share`);
      const changedInFile = shared?.changed();
      if (changedInFile !== undefined) spoil(`changed ${changedInFile} while it voted, which the other LFs of its file share`);
      underWay = undefined;
      tell("step", null);
    },
    checkMemory() {
      const limit = memoryMb();
      const grown = (getHeapStatistics().external_memory - external) / 2 ** 20;
      if (limit !== undefined && grown > limit) spoil(`took more than ${limit} MB of memory for buffers`);
    },
    ownerOf: (promise) => (promise === undefined ? owner : (promise as Owned)[OWNER]),
  };
}
