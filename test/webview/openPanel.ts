/** Opens the real bundle in a real browser against a fake editor, under the policy and the theme that VS Code would give it. */
import { build } from "esbuild";
import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { chromium, type Browser, type Page } from "playwright-core";
import { connect, type PanelApi, type PanelEvents, type PanelSnapshot, type Remote, type RowFilter } from "../../src/protocol/panel";
import { findBrowser } from "../vscode/programs";
import { clarityOf, rowsOf, rowView, snapshotOf } from "./spamProject";
import { themeCss, type Theme } from "./themes";

export interface PanelOptions {
  readonly snapshot?: PanelSnapshot;
  /** The rows that the editor wants shown first. */
  readonly filter?: RowFilter;
  readonly theme?: Theme;
  readonly width?: number;
  readonly height?: number;
  readonly reducedMotion?: "reduce";
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

/** Opens panels in one browser for the tests of a `describe`; skips them where there is no Chromium. */
export function usePanel(): (options?: PanelOptions) => Promise<OpenPanel> {
  let browser: Browser | undefined;
  let server: Server;
  let open: OpenPanel[] = [];

  before(async function () {
    const executablePath = findBrowser();
    if (executablePath === undefined) {
      console.warn("No Chromium here: the panel's tests are skipped. Install it or set CHROMIUM to its path.");
      return this.skip();
    }
    const files = await bundle();
    server = await serve(files);
    browser = await chromium.launch({ executablePath, args: ["--no-sandbox", "--disable-gpu", "--no-first-run"] });
  });
  afterEach(async () => {
    const faults = open.flatMap((panel) => panel.faults);
    await Promise.all(open.map(({ page }) => page.context().close()));
    open = [];
    if (faults.length > 0) throw new Error(`The page reported:\n${faults.join("\n")}`);
  });
  after(async () => {
    await browser?.close();
    server?.close();
  });

  return async (options = {}) => {
    const panel = await openPage(browser!, server, options);
    open.push(panel);
    return panel;
  };
}

async function openPage(browser: Browser, server: Server, options: PanelOptions): Promise<OpenPanel> {
  const { theme = "dark", width = 1000, height = 900, reducedMotion } = options;
  const context = await browser.newContext({ viewport: { width, height }, ...(reducedMotion && { reducedMotion }) });
  context.setDefaultTimeout(5000);
  const page = await context.newPage();
  const faults: string[] = [];
  page.on("pageerror", (error) => faults.push(String(error)));
  page.on(
    "console",
    (message) =>
      message.type() === "error" && faults.push(`${message.text()} (${message.location().url}:${message.location().lineNumber})`),
  );

  const calls: OpenPanel["calls"] = [];
  let receive: (message: unknown) => void = () => {};
  await page.exposeBinding("editorReceives", (_source, message: unknown) => receive(message));
  await page.addInitScript(vscodeApi);
  const post = (message: unknown): void => {
    page.evaluate(`window.postMessage(${JSON.stringify(message)}, "*")`).catch(() => {}); // the page may be closing
  };
  const api = recorded({ ...fixtureApi(options), ...options.api }, calls);
  const editor = connect<PanelEvents, PanelApi>({ post, receive: (listener) => (receive = listener) }, api);
  await page.goto(`http://127.0.0.1:${(server.address() as AddressInfo).port}/${theme}`);
  return { page, calls, editor, faults };
}

/** What VS Code offers to a webview's script; the state outlives a reload as it does there. */
const vscodeApi = `
  window.acquireVsCodeApi = () => ({
    postMessage: (message) => void window.editorReceives(message),
    getState: () => JSON.parse(sessionStorage.getItem("state") ?? "null") ?? undefined,
    setState: (state) => sessionStorage.setItem("state", JSON.stringify(state)),
  });`;

function fixtureApi({ snapshot = snapshotOf(), filter }: PanelOptions): PanelApi {
  return {
    ready: () => Promise.resolve({ snapshot, ...(filter && { filter }) }),
    rows: (query) => {
      const rows = rowsOf(query.filter);
      return Promise.resolve({ total: rows.length, rows: [...rows.slice(query.offset, query.offset + query.limit)].map(rowView) });
    },
    clarity: ({ goldLabel }) => Promise.resolve(clarityOf(goldLabel)),
    select: () => Promise.resolve(),
    openLf: () => Promise.resolve(),
    openFile: () => Promise.resolve(),
    exportLabels: () => Promise.resolve(),
  };
}

function recorded(api: PanelApi, calls: OpenPanel["calls"]): PanelApi {
  const entries = Object.entries(api).map(([name, answer]) => [
    name,
    (argument: never) => {
      calls.push([name, argument]);
      return (answer as (argument: never) => unknown)(argument);
    },
  ]);
  return Object.fromEntries(entries) as PanelApi;
}

let bundled: Promise<Map<string, Uint8Array>> | undefined;

/** The webview's files by name, built as esbuild.js builds them. */
function bundle(): Promise<Map<string, Uint8Array>> {
  bundled ??= build({
    entryPoints: { webview: "webview-ui/src/main.tsx" },
    outdir: "dist",
    write: false,
    bundle: true,
    platform: "browser",
    target: "es2022",
    format: "iife",
    jsx: "automatic",
    loader: { ".ttf": "file" },
    define: { "process.env.NODE_ENV": '"development"' },
  }).then(({ outputFiles }) => new Map(outputFiles.map(({ path, contents }) => [path.split(/[/\\]/).at(-1)!, contents])));
  return bundled;
}

const contentTypes: Readonly<Record<string, string>> = { js: "text/javascript", css: "text/css", ttf: "font/ttf" };

/** Serves the bundle, and at /<theme> the page that VS Code would draw it into. */
function serve(files: Map<string, Uint8Array>): Promise<Server> {
  const server = createServer((request, response) => {
    const name = (request.url ?? "/").slice(1).replace(/\?.*/, "");
    const origin = `http://${request.headers.host}`;
    const file = name.startsWith("theme-") ? themeCss(name.slice(6, -4) as Theme) : files.get(name);
    if (file !== undefined) {
      response.setHeader("content-type", contentTypes[name.split(".").at(-1)!] ?? "application/octet-stream");
      response.end(file);
    } else if (name in kinds) {
      response.setHeader("content-type", "text/html");
      response.setHeader(
        "content-security-policy",
        `default-src 'none'; script-src 'nonce-test'; style-src ${origin} 'nonce-test'; font-src ${origin}; img-src ${origin}`,
      );
      response.end(pageHtml(name as Theme));
    } else {
      response.writeHead(204).end();
    }
  });
  return new Promise((resolve) => server.listen(0, "127.0.0.1", () => resolve(server)));
}

const kinds: Readonly<Record<Theme, string>> = { dark: "vscode-dark", light: "vscode-light", "high-contrast": "vscode-high-contrast" };

const pageHtml = (theme: Theme): string => `<!DOCTYPE html>
<html lang="en">
<head>
  <meta charset="utf-8">
  <meta property="csp-nonce" content="test">
  <link rel="stylesheet" href="theme-${theme}.css">
  <link rel="stylesheet" href="webview.css">
</head>
<body class="${kinds[theme]}" data-vscode-theme-kind="${kinds[theme]}">
  <div id="root"></div>
  <script nonce="test" src="webview.js"></script>
</body>
</html>`;
