// Debugging an LF on a row with VS Code's own JavaScript debugger.
import assert from "node:assert/strict";
import { existsSync } from "node:fs";
import * as vscode from "vscode";
import { commands } from "../../../src/editor/ids";
import { eventually } from "../../eventually";
import { files, project, restore, settled, type } from "./spam";

interface Message {
  readonly type: string;
  readonly event?: string;
  readonly body?: { readonly reason?: string; readonly threadId?: number; readonly output?: string };
}

interface Stop {
  readonly session: vscode.DebugSession;
  readonly threadId: number;
}

describe("debugging an LF on a row", function () {
  this.timeout(90_000);
  /** Each stop of the debugger, and all that was printed. */
  let stops: Stop[];
  let printed: string;
  /** Ids of sessions that have not ended. */
  const open = new Set<string>();
  let tracker: vscode.Disposable;

  before(async () => {
    await settled();
    const factory = vscode.debug.registerDebugAdapterTrackerFactory("*", {
      createDebugAdapterTracker: (session) => ({
        onDidSendMessage({ type: kind, event, body }: Message) {
          if (kind !== "event" || !body) return;
          if (event === "stopped") stops.push({ session, threadId: body.threadId! });
          if (event === "output") printed += body.output ?? "";
        },
      }),
    });
    tracker = vscode.Disposable.from(
      factory,
      vscode.debug.onDidStartDebugSession(({ id }) => void open.add(id)),
      vscode.debug.onDidTerminateDebugSession(({ id }) => void open.delete(id)),
    );
  });
  beforeEach(() => {
    stops = [];
    printed = "";
  });
  afterEach(async () => {
    vscode.debug.removeBreakpoints(vscode.debug.breakpoints);
    await vscode.debug.stopDebugging();
    await eventually(() => assert.deepEqual([...open], []));
    await restore();
  });
  after(() => void tracker.dispose());

  /** Waits for the next stop; gives its place as "file:line" and a way to evaluate there. */
  async function stopped(count: number): Promise<{ place: string; evaluate: (text: string) => Promise<string>; go: () => Promise<void> }> {
    const { session, threadId } = await eventually((): Stop => {
      assert.ok(stops.length >= count, `stopped ${stops.length} times; printed ${printed}`);
      return stops[count - 1]!;
    }, 60);
    const { stackFrames } = (await session.customRequest("stackTrace", { threadId })) as {
      stackFrames: { id: number; line: number; source?: { path?: string } }[];
    };
    const frame = stackFrames[0]!;
    return {
      // A served VS Code names files by URIs of its server.
      place: `${frame.source?.path?.replace(/^vscode-remote:\/\/[^/]*/, "")}:${frame.line}`,
      evaluate: async (expression): Promise<string> => {
        const answer: unknown = await session.customRequest("evaluate", { expression, frameId: frame.id, context: "watch" });
        return (answer as { result: string }).result;
      },
      go: async () => void (await session.customRequest("continue", { threadId })),
    };
  }
  const root = async (): Promise<string> => (await project()).root;

  it("stops where the LF begins, has the row, and prints the vote", async () => {
    await vscode.commands.executeCommand(commands.debugRow, { root: await root(), lf: "veryShort", row: 5 });
    const { place, evaluate, go } = await stopped(1);
    assert.equal(place, `${files.lfs}:8`);
    assert.match(await evaluate("row.text"), /Hello/);
    assert.match(await evaluate("Object.keys(row).join()"), /id,text/);
    await go();
    await eventually(() => assert.match(printed, /veryShort returns 'HAM'/));
    const [input] = stops[0]!.session.parentSession!.configuration["args"] as string[];
    await eventually(() => assert.equal(existsSync(input!), false));
  });

  it("stops at the definition of an LF that a builder made", async () => {
    await vscode.commands.executeCommand(commands.debugRow, { root: await root(), lf: "asksToSubscribe", rows: "incorrect" });
    const { place, evaluate, go } = await stopped(1);
    assert.equal(place, `${files.lfs}:4`);
    assert.match(await evaluate("row.id"), /c5/);
    assert.match(await evaluate("JSON.stringify(matches)"), /"column":"text","start":0,"end":9,"text":"Subscribe"/);
    await go();
    await eventually(() => assert.match(printed, /text: 'Subscribe, I love it'/));
    await eventually(() => assert.match(printed, /asksToSubscribe found "Subscribe" in text at 0: «Subscribe», I love it/));
    await eventually(() => assert.match(printed, /asksToSubscribe returns 'SPAM'/));
  });

  it("stops at the user's breakpoints instead, in unsaved code too, on the row that faults", async () => {
    const line9 = '  return (row.text ?? "").length < 6 ? "HAM" : ABSTAIN;';
    await type(
      files.lfs,
      line9,
      '  const words = (row.text ?? "").split(" ");\n  if (words.length > 2) throw new Error("no such luck");\n  return ABSTAIN;',
    );
    await eventually(async () => assert.equal((await project()).numbers.sample.lfs[2]?.faults[0]?.rows, 1));
    vscode.debug.addBreakpoints([new vscode.SourceBreakpoint(new vscode.Location(vscode.Uri.file(files.lfs), new vscode.Position(9, 0)))]);
    await vscode.commands.executeCommand(commands.debugRow, { root: await root(), lf: "veryShort", rows: "fault" });
    const { place, evaluate, go } = await stopped(1);
    assert.equal(place, `${files.lfs}:10`);
    assert.match(await evaluate("words.length"), /^4$/);
    await go();
    await eventually(() => assert.match(printed, /veryShort throws Error: no such luck/));
  });
});
