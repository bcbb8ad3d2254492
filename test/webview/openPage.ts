/** Opens the real bundle in a real browser against a fake editor, under the policy and the theme that VS Code would give it. */
import type { Server } from "node:http";
import type { AddressInfo } from "node:net";
import { chromium, type Browser, type Page } from "playwright-core";
import { connect, type Remote } from "../../src/protocol/rpc";
import { findBrowser } from "../vscode/programs";
import { servePanel } from "./panelServer";
import type { Theme } from "./themes";

export interface PageOptions {
  readonly theme?: Theme;
  readonly width?: number;
  readonly height?: number;
  readonly reducedMotion?: "reduce";
}

export interface OpenPage<Events> {
  readonly page: Page;
  /** What the panel asked of the editor, oldest first: the call's name and its argument. */
  readonly calls: (readonly [name: string, argument: unknown])[];
  readonly editor: Remote<Events>;
  /** Errors of the page and violations of its security policy. */
  readonly faults: string[];
}

/**
 * Opens a panel for the tests of a `describe`, one at a time in the one page; skips them where there is no Chromium.
 * @param bundle the panel's script: `webview` is the clarity panel
 */
export function usePage<Api extends object, Events>(bundle: string): (api: Api, options?: PageOptions) => Promise<OpenPage<Events>> {
  let open: OpenPage<Events> | undefined;
  const report = (): void => {
    const faults = open?.faults ?? [];
    open = undefined;
    if (faults.length > 0) throw new Error(`The page reported:\n${faults.join("\n")}`);
  };
  before(async function () {
    if (await stage()) return;
    console.warn("No Chromium here: the panel's tests are skipped. Install it or set CHROMIUM to its path.");
    this.skip();
  });
  afterEach(report);
  return async (api, options = {}) => {
    report();
    open = await openPage<Api, Events>((await stage())!, bundle, api, options);
    return open;
  };
}

/** The browser's one page, and the server that it loads the panel from. */
interface Stage {
  readonly page: Page;
  readonly browser: Browser;
  readonly server: Server;
  /** Takes what the panel posts, and what goes wrong in the page. */
  listener: { receive: (message: unknown) => void; fault: (text: string) => void };
}

/** How often the panel was opened: each time has its own state, which a reload keeps. */
let opened = 0;
let staged: Promise<Stage | undefined> | undefined;

/** Starting a browser and building the bundle takes as long as ten tests, so all share them. */
const stage = (): Promise<Stage | undefined> => (staged ??= setStage());

after(async () => {
  const stage = await staged;
  await stage?.browser.close();
  stage?.server.close();
});

async function setStage(): Promise<Stage | undefined> {
  const executablePath = findBrowser();
  if (executablePath === undefined) return undefined;
  const server = await servePanel();
  const browser = await chromium.launch({ executablePath, args: ["--no-sandbox", "--disable-gpu", "--no-first-run"] });
  const page = await browser.newPage();
  page.setDefaultTimeout(5000);
  const stage: Stage = { page, browser, server, listener: { receive: () => {}, fault: () => {} } };
  page.on("pageerror", (error) => stage.listener.fault(String(error)));
  page.on("console", (message) => {
    const { url, lineNumber } = message.location();
    if (message.type() === "error") stage.listener.fault(`${message.text()} (${url}:${lineNumber})`);
  });
  await page.exposeBinding("editorReceives", (_source, message: unknown) => stage.listener.receive(message));
  await page.addInitScript(vscodeApi);
  return stage;
}

/** Draws the panel anew, as after it was closed: nothing of an earlier one is left. */
async function openPage<Api extends object, Events>(
  stage: Stage,
  bundle: string,
  offered: Api,
  { theme = "dark", width = 1000, height = 900, reducedMotion }: PageOptions,
): Promise<OpenPage<Events>> {
  const { page } = stage;
  const [faults, calls]: [string[], OpenPage<Events>["calls"]] = [[], []];
  await page.goto("about:blank");
  const listener = { receive: (_message: unknown): void => {}, fault: (text: string) => void faults.push(text) };
  stage.listener = listener;
  const post = (message: unknown): void => {
    if (stage.listener !== listener) return; // a late answer to a panel that is gone
    page.evaluate(`window.postMessage(${JSON.stringify(message)}, "*")`).catch(() => {}); // the page may be closing
  };
  const editor = connect<Events, Api>({ post, receive: (receive) => (listener.receive = receive) }, recorded(offered, calls));
  await page.setViewportSize({ width, height });
  await page.emulateMedia({ reducedMotion: reducedMotion ?? null });
  await page.goto(`http://127.0.0.1:${(stage.server.address() as AddressInfo).port}/${bundle}/${theme}?${++opened}`);
  return { page, calls, editor, faults };
}

/** What VS Code offers to a webview's script; the state outlives a reload as it does there. */
const vscodeApi = `
  window.acquireVsCodeApi = () => ({
    postMessage: (message) => void window.editorReceives(message),
    getState: () => JSON.parse(sessionStorage.getItem(location.search) ?? "null") ?? undefined,
    setState: (state) => sessionStorage.setItem(location.search, JSON.stringify(state)),
  });`;

function recorded<Api extends object>(api: Api, calls: (readonly [string, unknown])[]): Api {
  const entries = Object.entries(api).map(([name, answer]) => [
    name,
    (argument: never) => {
      calls.push([name, argument]);
      return (answer as (argument: never) => unknown)(argument);
    },
  ]);
  return Object.fromEntries(entries) as Api;
}
