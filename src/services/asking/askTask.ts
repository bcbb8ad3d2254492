import type { LongWork } from "../tasks/longWork";
import type { AskHooks, AskReport } from "./askModels";

/** How often numbers follow answers, in ms. */
const FOLLOW_MS = 1000;

/**
 * Asks models as a task of a project; the numbers follow the answers.
 * @param came told when there are answers that the LFs do not know yet
 */
export async function runAsking(
  { tasks, state, ports }: LongWork,
  came: () => void,
  ask: (hooks: AskHooks) => Promise<AskReport>,
): Promise<AskReport> {
  const title = `Asking models of ${state().name}`;
  const follow = ports.interactive ? came : () => {};
  let followed = performance.now();
  const asking = tasks.run({ kind: "ask", title, unit: "questions", bars: 1, excludes: ["ask"] }, ({ signal, tell }) =>
    ask({
      signal,
      onProgress: (done, total) => {
        tell({ what: "asking", done, total });
        if (performance.now() - followed < FOLLOW_MS) return;
        followed = performance.now();
        follow();
      },
      onWait: (ms, problem) => ports.log({ level: "warn", text: `${problem} (in ${Math.ceil(ms / 1000)} s)` }),
    }),
  );
  return asking.finally(follow);
}
