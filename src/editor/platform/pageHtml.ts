/** What a webview's page is made of. */
export interface Page {
  /** Any text: a panel that comes back after a reload has the title that was kept of it. */
  readonly title: string;
  /** Addresses of the page's own script and style sheet. */
  readonly script: string;
  readonly style: string;
  /** Where style sheets, fonts and pictures may come from, as a source of a content security policy. */
  readonly source: string;
  /** Never given before. */
  readonly nonce: string;
}

/** The page that a webview's bundle draws into. Only our own script runs, by its nonce; nothing is loaded from or sent to elsewhere. */
export function pageHtml({ title, script, style, source, nonce }: Page): string {
  const policy = [
    "default-src 'none'",
    "base-uri 'none'",
    "form-action 'none'",
    `script-src 'nonce-${nonce}'`,
    `style-src ${source} 'nonce-${nonce}'`,
    `font-src ${source}`,
    `img-src ${source}`,
  ].join("; ");
  return `<!DOCTYPE html>
<html lang="en">
<head>
  <meta charset="utf-8">
  <meta name="viewport" content="width=device-width, initial-scale=1">
  <meta http-equiv="Content-Security-Policy" content="${escaped(policy)}">
  <meta property="csp-nonce" content="${escaped(nonce)}">
  <link rel="stylesheet" href="${escaped(style)}">
  <title>${escaped(title)}</title>
</head>
<body>
  <div id="root"></div>
  <script nonce="${escaped(nonce)}" src="${escaped(script)}"></script>
</body>
</html>`;
}

const entities: Readonly<Record<string, string>> = { "&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;" };

/** As it may stand in an element or in an attribute's double quotes. */
const escaped = (text: string): string => text.replace(/[&<>"]/g, (character) => entities[character]!);
