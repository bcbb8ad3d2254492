/** The webviews' bundles and the page that VS Code would draw each into, under the policy and the theme that VS Code would give it. */
import * as esbuild from "esbuild";
import { createServer, type Server } from "node:http";
import { createRequire } from "node:module";
import { basename } from "node:path";
import { pageHtml } from "../../src/editor/platform/pageHtml";
import { themeCss, type Theme } from "./themes";

const contentTypes: Readonly<Record<string, string>> = { js: "text/javascript", css: "text/css", ttf: "font/ttf" };

/** Serves the bundles on a free port, and at /<bundle>/<theme> the page that VS Code would draw it into. */
export async function servePanel(): Promise<Server> {
  const files = await build();
  const server = createServer((request, response) => {
    const name = (request.url ?? "/").slice(1).replace(/\?.*/, "");
    const [bundle = "", theme = ""] = name.split("/");
    const origin = `http://${request.headers.host}`;
    const file = name.startsWith("theme-") ? themeCss(name.slice(6, -4) as Theme) : files.get(name);
    if (file !== undefined) {
      response.setHeader("content-type", contentTypes[name.split(".").at(-1)!] ?? "application/octet-stream");
      response.end(file);
    } else if (theme in kinds && files.has(`${bundle}.js`)) {
      response.setHeader("content-type", "text/html");
      response.end(themedPage(bundle, theme as Theme, origin));
    } else {
      response.writeHead(204).end();
    }
  });
  return new Promise((resolve) => server.listen(0, "127.0.0.1", () => resolve(server)));
}

const kinds: Readonly<Record<Theme, string>> = { dark: "vscode-dark", light: "vscode-light", "high-contrast": "vscode-high-contrast" };

/** The editor's page, with what VS Code adds to it: the theme's colours and the body's class. */
const themedPage = (bundle: string, theme: Theme, origin: string): string =>
  pageHtml({ title: bundle, script: `/${bundle}.js`, style: `/${bundle}.css`, source: origin, nonce: "test" })
    .replace('<link rel="stylesheet"', `<link rel="stylesheet" href="/theme-${theme}.css">\n  $&`)
    .replace("<body>", `<body class="${kinds[theme]}" data-vscode-theme-kind="${kinds[theme]}">`);

const { bundles } = createRequire(__filename)("../../esbuild.js") as { bundles: readonly esbuild.BuildOptions[] };

/** The webviews' files by name, built as they are shipped. */
async function build(): Promise<Map<string, Uint8Array>> {
  const options = bundles.find(({ entryPoints }) => entryPoints && "webview" in entryPoints);
  const { outputFiles } = await esbuild.build({ ...options, sourcemap: false, write: false });
  return new Map(outputFiles.map(({ path, contents }) => [basename(path), contents]));
}
