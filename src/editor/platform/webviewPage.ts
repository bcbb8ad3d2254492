import { randomBytes } from "node:crypto";
import { Uri, type Webview, type WebviewPanel } from "vscode";
import { connect, type Pipe, type Remote } from "../../protocol/rpc";
import { pageHtml } from "./pageHtml";

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

/** @param bundle the script's name in dist/, without its ending; its style sheet has the same */
function webviewPage(webview: Webview, extensionUri: Uri, bundle: string, title: string): string {
  const dist = (file: string): string => webview.asWebviewUri(Uri.joinPath(extensionUri, "dist", file)).toString();
  const nonce = randomBytes(16).toString("base64");
  return pageHtml({ title, script: dist(`${bundle}.js`), style: dist(`${bundle}.css`), source: webview.cspSource, nonce });
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
