// Promised: whatever a panel is called, its page is ours alone, and can neither load nor send anything.
import assert from "node:assert/strict";
import { pageHtml } from "../../src/editor/platform/pageHtml";

const parts = { script: "https://x/dist/jobPanel.js", style: "https://x/dist/jobPanel.css", source: "https://x", nonce: "bm9uY2U=" };

describe("a panel's page", () => {
  it("shows a title as text, also one that would close its element", () => {
    const page = pageHtml({ ...parts, title: `</title><script nonce="bm9uY2U=">alert(1)</script><meta http-equiv='refresh'>&lt;` });
    assert.ok(
      page.includes(
        "<title>&lt;/title&gt;&lt;script nonce=&quot;bm9uY2U=&quot;&gt;alert(1)&lt;/script&gt;&lt;meta http-equiv='refresh'&gt;&amp;lt;</title>",
      ),
    );
    assert.deepEqual(page.match(/<script\b[^>]*>/g), [`<script nonce="bm9uY2U=" src="https://x/dist/jobPanel.js">`]);
  });

  it("runs its own script alone, and has no base address and no form that would lead elsewhere", () => {
    const policy = /Content-Security-Policy" content="([^"]*)"/.exec(pageHtml({ ...parts, title: "Job" }))![1]!;
    const rules: Record<string, string> = Object.fromEntries(
      policy.split("; ").map((rule): [string, string] => [rule.split(" ", 1)[0]!, rule.slice(rule.indexOf(" ") + 1)]),
    );
    assert.deepEqual(rules, {
      "default-src": "'none'",
      "base-uri": "'none'",
      "form-action": "'none'",
      "script-src": "'nonce-bm9uY2U='",
      "style-src": "https://x 'nonce-bm9uY2U='",
      "font-src": "https://x",
      "img-src": "https://x",
    });
  });
});
