import {
  debug,
  Disposable,
  Location,
  TestMessage,
  TestRunProfileKind,
  tests,
  type CancellationToken,
  type TestController,
  type TestRun,
  type TestRunRequest,
} from "vscode";
import type { Snapshot } from "../../protocol/snapshot";
import type { CheckReport } from "../../services/pins/checkReport";
import type { Session } from "../../services/session";
import { commands, testControllers } from "../ids";
import { run as runCommand } from "../platform/commands";
import { drawItems, type Leaf } from "./items";
import { showInformation } from "../platform/dialogs";

/** Pinned examples and floors in the Test Explorer: run, and run again whenever numbers change. */
export function registerTestExplorer(session: Session): Disposable {
  const controller = tests.createTestController(testControllers.pins, "LF Lens: pinned examples");
  let leaves: ReadonlyMap<string, Leaf> = new Map();
  const draw = (): void => void (leaves = drawItems(controller, session.snapshot));
  const runOnce = (request: TestRunRequest): Promise<void> => runTests(session, controller, request, chosen(leaves, request));
  controller.createRunProfile(
    "Run",
    TestRunProfileKind.Run,
    (request, token) => (request.continuous ? runAfterEachChange(session, request, token, runOnce) : runOnce(request)),
    true,
    undefined,
    true,
  );
  controller.createRunProfile("Debug", TestRunProfileKind.Debug, (request, token) => debugPins(chosen(leaves, request), token), true);
  return Disposable.from(controller, { dispose: session.watch(pinnedIn, draw) });
}

/** What the tree of pins is drawn from. */
const pinnedIn = ({ projects }: Snapshot): unknown =>
  projects.map(({ name, pinned, numbers }) => [
    name,
    pinned,
    pinned.length > 0 && numbers.sample.lfs.map(({ file, line }) => [file, line]),
  ]);

/** Debugs LFs on their pinned rows, one after the other. Floors are of all rows: there is nothing to step through. */
async function debugPins(leaves: readonly Leaf[], token: CancellationToken): Promise<void> {
  const pins = leaves.filter(({ kind }) => kind === "pin");
  if (pins.length === 0) return void showInformation("Only pinned rows can be debugged: a floor applies to all rows.");
  for (const { root, lf, name } of pins) {
    if (token.isCancellationRequested) return;
    const ended = new Promise<void>((resolve) => {
      const subscription = debug.onDidTerminateDebugSession(({ parentSession }) => {
        if (parentSession) return;
        subscription.dispose();
        resolve();
      });
    });
    const started = await runCommand(commands.debugRow, { root, lf, pin: name });
    if (started) await ended;
  }
}

/** The leaves that a request means. Items are recreated when pins change, so they are identified by their ids. */
function chosen(leaves: ReadonlyMap<string, Leaf>, { include, exclude = [] }: TestRunRequest): Leaf[] {
  const isAmong = (items: readonly { readonly id: string }[], id: string): boolean =>
    items.some((item) => id === item.id || id.startsWith(`${item.id}\t`));
  return [...leaves].flatMap(([id, leaf]) => ((!include || isAmong(include, id)) && !isAmong(exclude, id) ? [leaf] : []));
}

async function runTests(session: Session, controller: TestController, request: TestRunRequest, leaves: readonly Leaf[]): Promise<void> {
  const run = controller.createTestRun(request);
  try {
    for (const { item } of leaves) run.started(item);
    for (const root of new Set(leaves.map((leaf) => leaf.root))) {
      await checkProject(
        session,
        run,
        leaves.filter((leaf) => leaf.root === root),
        root,
      );
    }
  } finally {
    run.end();
  }
}

async function checkProject(session: Session, run: TestRun, leaves: readonly Leaf[], root: string): Promise<void> {
  try {
    const report = await session.pins(root).check([...new Set(leaves.map(({ lf }) => lf))]);
    for (const leaf of leaves) tellResult(run, leaf, report);
  } catch (error) {
    const message = new TestMessage(error instanceof Error ? error.message : String(error));
    for (const { item } of leaves) run.errored(item, message);
  }
}

function tellResult(run: TestRun, { item, lf, kind, name, nth }: Leaf, { results }: CheckReport): void {
  const result = results.filter((candidate) => candidate.lf === lf && candidate.kind === kind && candidate.name === name)[nth];
  if (!result) return run.skipped(item);
  if (result.passed) return run.passed(item);
  const message = TestMessage.diff(`${lf}${kind === "pin" ? ` on ${name}` : ""}: ${result.found}`, result.expected, result.found);
  if (item.uri && item.range) message.location = new Location(item.uri, item.range);
  run.failed(item, message);
}

/** Runs now, and whenever a run of the LFs is done or pins changed, until the user ends it. */
async function runAfterEachChange(
  session: Session,
  request: TestRunRequest,
  token: CancellationToken,
  runOnce: (request: TestRunRequest) => Promise<void>,
): Promise<void> {
  let running = Promise.resolve();
  const runUnlessBusy = ({ isBusy }: ReturnType<typeof runsIn>): void => {
    if (!isBusy) running = running.then(() => (token.isCancellationRequested ? undefined : runOnce(request)));
  };
  const stop = session.watch(runsIn, runUnlessBusy);
  runUnlessBusy(runsIn(session.snapshot));
  await new Promise<void>((resolve) => token.onCancellationRequested(resolve));
  stop();
  await running;
}

/** Whether LFs run, and else what their last run and the pins are. */
function runsIn({ projects }: Snapshot): { readonly isBusy: boolean; readonly of: unknown } {
  const isBusy = projects.some(({ phase }) => phase === "running" || phase === "loading");
  return { isBusy, of: isBusy ? undefined : projects.map(({ lastRun, pinned, phase }) => [phase === "ready" && lastRun?.run, pinned]) };
}
