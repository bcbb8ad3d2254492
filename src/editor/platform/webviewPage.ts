import { randomBytes } from "node:crypto";
import { Uri, type Webview, type WebviewPanel } from "vscode";
import { connect, type Pipe, type Remote } from "../../protocol/rpc";

/**
 * Draws a bundle into a panel and connects the two.
 * @param bundle the script's name in dist/, without its ending
 * @param api what the page may ask
 * @returns what the page can be told
 */
export function connectPage<Events, Api extends object>(panel: WebviewPanel, extensionUri: Uri, bundle: string, api: Api): Remote<Events> {
  const remote = connect<Events, Api>(webviewPipe(panel), api);
  panel.iconPath = Uri.joinPath(extensionUri, "media", "icon.png");
  panel.webview.html = webviewPage(panel.webview, extensionUri, bundle, panel.title);
  return remote;
}

/**
 * The page that a webview's bundle draws into. Only our own script runs, by its nonce; nothing is loaded from elsewhere.
 * @param bundle the script's name in dist/, without its ending; its style sheet has the same
 */
function webviewPage(webview: Webview, extensionUri: Uri, bundle: string, title: string): string {
  const nonce = randomBytes(16).toString("base64");
  const dist = (file: string): string => webview.asWebviewUri(Uri.joinPath(extensionUri, "dist", file)).toString();
  const policy = [
    "default-src 'none'",
    `script-src 'nonce-${nonce}'`,
    `style-src ${webview.cspSource} 'nonce-${nonce}'`,
    `font-src ${webview.cspSource}`,
    `img-src ${webview.cspSource}`,
  ].join("; ");
  return `<!DOCTYPE html>
<html lang="en">
<head>
  <meta charset="utf-8">
  <meta name="viewport" content="width=device-width, initial-scale=1">
  <meta http-equiv="Content-Security-Policy" content="${policy}">
  <meta property="csp-nonce" content="${nonce}">
  <link rel="stylesheet" href="${dist(`${bundle}.css`)}">
  <title>${title}</title>
</head>
<body>
  <div id="root"></div>
  <script nonce="${nonce}" src="${dist(`${bundle}.js`)}"></script>
</body>
</html>`;
}

/** Scripts run; files come from the extension alone. */
export const webviewOptions = (extensionUri: Uri): { enableScripts: true; localResourceRoots: Uri[] } => ({
  enableScripts: true,
  localResourceRoots: [Uri.joinPath(extensionUri, "dist"), Uri.joinPath(extensionUri, "media")],
});

const webviewPipe = (panel: WebviewPanel): Pipe => ({
  post: (message) => void panel.webview.postMessage(message),
  receive: (listener) => void panel.webview.onDidReceiveMessage(listener),
});
