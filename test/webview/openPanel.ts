/** Opens the real bundle in a real browser against a fake editor, under the policy and the theme that VS Code would give it. */
import type { Server } from "node:http";
import type { AddressInfo } from "node:net";
import { chromium, type Browser, type Page } from "playwright-core";
import { connect, type PanelApi, type PanelEvents, type PanelSnapshot, type Remote, type RowFilter } from "../../src/protocol/panel";
import type { JobPanelApi, JobPanelEvents, JobView } from "../../src/protocol/jobsPanel";
import { findBrowser } from "../vscode/programs";
import { runningJob } from "./jobViews";
import { servePanel } from "./panelServer";
import { clarityOf, explanationOf, rowsOf, rowView, snapshotOf } from "./spamProject";
import type { Theme } from "./themes";

interface PageOptions {
  readonly theme?: Theme;
  readonly width?: number;
  readonly height?: number;
  readonly reducedMotion?: "reduce";
}

export interface JobPanelOptions extends PageOptions {
  /** A running one if absent. */
  readonly job?: JobView | undefined;
  /** Answers that differ from the fixture's. */
  readonly api?: Partial<JobPanelApi>;
}

export interface PanelOptions extends PageOptions {
  readonly snapshot?: PanelSnapshot;
  /** The rows that the editor wants shown first. */
  readonly filter?: RowFilter;
  /** Answers that differ from the fixture's. */
  readonly api?: Partial<PanelApi>;
}

export interface OpenPanel {
  readonly page: Page;
  /** What the panel asked of the editor, oldest first: the call's name and its argument. */
  readonly calls: (readonly [name: string, argument: unknown])[];
  readonly editor: Remote<PanelEvents>;
  /** Errors of the page and violations of its security policy. */
  readonly faults: string[];
}

export type OpenJobPanel = Omit<OpenPanel, "editor"> & { readonly editor: Remote<JobPanelEvents> };

/** Opens the clarity panel for the tests of a `describe`, one at a time in the one page; skips them where there is no Chromium. */
export const usePanel = (): ((options?: PanelOptions) => Promise<OpenPanel>) =>
  useStage(async (stage, options: PanelOptions = {}) => {
    const calls: OpenPanel["calls"] = [];
    const api = recorded({ ...fixtureApi(options), ...options.api }, calls);
    return { calls, ...(await openPage<PanelEvents, PanelApi>(stage, { ...options, address: options.theme ?? "dark" }, api)) };
  });

/** The job panel, likewise. */
export const useJobPanel = (): ((options?: JobPanelOptions) => Promise<OpenJobPanel>) =>
  useStage(async (stage, options: JobPanelOptions = {}) => {
    const calls: OpenPanel["calls"] = [];
    const job = "job" in options ? options.job : runningJob;
    const done = (): Promise<void> => Promise.resolve();
    const api: JobPanelApi = {
      ready: () => Promise.resolve({ name: { root: "/spam", id: "1" }, ...(job ? { job } : {}) }),
      ...{ act: done, revealFiles: done, showEvents: done, copy: done },
      ...options.api,
    };
    const address = `${options.theme ?? "dark"}.jobPanel`;
    return { calls, ...(await openPage<JobPanelEvents, JobPanelApi>(stage, { ...options, address }, recorded(api, calls))) };
  });

/** Opens pages for the tests of a `describe`, and fails each that reported an error. */
function useStage<Options, Open extends { readonly faults: string[] }>(
  openIn: (stage: Stage, options?: Options) => Promise<Open>,
): (options?: Options) => Promise<Open> {
  let open: Open | undefined;
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
  return async (options) => {
    report();
    open = await openIn((await stage())!, options);
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

/** Draws a panel anew, as after it was closed: nothing of an earlier one is left. */
async function openPage<Events, Api extends object>(
  stage: Stage,
  options: PageOptions & { readonly address: string },
  api: Api,
): Promise<{ page: Page; editor: Remote<Events>; faults: string[] }> {
  const { address, width = 1000, height = 900, reducedMotion = null } = options;
  const { page } = stage;
  const faults: string[] = [];
  await page.goto("about:blank");
  const listener = { receive: (_message: unknown): void => {}, fault: (text: string) => void faults.push(text) };
  stage.listener = listener;
  const post = (message: unknown): void => {
    if (stage.listener !== listener) return; // a late answer to a panel that is gone
    page.evaluate(`window.postMessage(${JSON.stringify(message)}, "*")`).catch(() => {}); // the page may be closing
  };
  const editor = connect<Events, Api>({ post, receive: (receive) => (listener.receive = receive) }, api);
  await page.setViewportSize({ width, height });
  await page.emulateMedia({ reducedMotion });
  await page.goto(`http://127.0.0.1:${(stage.server.address() as AddressInfo).port}/${address}?${++opened}`);
  return { page, editor, faults };
}

/** What VS Code offers to a webview's script; the state outlives a reload as it does there. */
const vscodeApi = `
  window.acquireVsCodeApi = () => ({
    postMessage: (message) => void window.editorReceives(message),
    getState: () => JSON.parse(sessionStorage.getItem(location.search) ?? "null") ?? undefined,
    setState: (state) => sessionStorage.setItem(location.search, JSON.stringify(state)),
  });`;

function fixtureApi({ snapshot = snapshotOf(), filter }: PanelOptions): PanelApi {
  return {
    ready: () => Promise.resolve({ snapshot, ...(filter && { filter }) }),
    rows: (query) => {
      const rows = rowsOf(query.filter);
      return Promise.resolve({
        total: rows.length,
        rows: [...rows.slice(query.offset, query.offset + query.limit)].map((row) => rowView(row, query.filter.source)),
      });
    },
    clarity: ({ goldLabel, source }) => Promise.resolve(clarityOf(source, goldLabel)),
    explain: ({ row }) => Promise.resolve(explanationOf(row)),
    select: () => Promise.resolve(),
    openLf: () => Promise.resolve(),
    pin: () => Promise.resolve(),
    debugRow: () => Promise.resolve(),
    openFile: () => Promise.resolve(),
    exportLabels: () => Promise.resolve(),
  };
}

function recorded<Api extends object>(api: Api, calls: OpenPanel["calls"]): Api {
  const entries = Object.entries(api).map(([name, answer]) => [
    name,
    (argument: never) => {
      calls.push([name, argument]);
      return (answer as (argument: never) => unknown)(argument);
    },
  ]);
  return Object.fromEntries(entries) as Api;
}
