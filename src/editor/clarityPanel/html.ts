import { randomBytes } from "node:crypto";
import { Uri, type Webview } from "vscode";

/** The page that the webview's bundle draws into. Only our own script runs, by its nonce; nothing is loaded from elsewhere. */
export function panelHtml(webview: Webview, extensionUri: Uri): string {
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
  <link rel="stylesheet" href="${dist("webview.css")}">
  <title>Clarity Matrix</title>
</head>
<body>
  <div id="root"></div>
  <script nonce="${nonce}" src="${dist("webview.js")}"></script>
</body>
</html>`;
}
