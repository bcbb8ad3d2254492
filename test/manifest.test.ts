// package.json and the ids declared in code name the same commands, views, settings and context keys.
import assert from "node:assert/strict";
import { existsSync, readFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { commands, contextKeys, internalCommands, panels, settings, views } from "../src/editor/ids";

const root = resolve(__dirname, "..");

interface Manifest {
  version: string;
  activationEvents: string[];
  capabilities: { untrustedWorkspaces: { supported: unknown; description: string } };
  contributes: {
    commands: { command: string; title: string; enablement?: string }[];
    menus: Record<string, { command: string; when?: string }[]>;
    views: Record<string, { id: string }[]>;
    viewsContainers: { activitybar: { id: string }[] };
    walkthroughs: { steps: { description: string; media: { image: Record<string, string> } }[] }[];
    viewsWelcome: { view: string; when: string; contents: string }[];
    configuration: { properties: Record<string, { default: unknown; description: string }> };
  };
}
const text = readFileSync(join(root, "package.json"), "utf8");
const manifest = JSON.parse(text) as Manifest;
const { contributes } = manifest;
const steps = contributes.walkthroughs.flatMap((walkthrough) => walkthrough.steps);

const sorted = (values: Iterable<string>): string[] => [...values].sort();

describe("manifest", () => {
  it("contributes exactly the commands declared in code", () => {
    assert.deepEqual(
      sorted(contributes.commands.map((c) => c.command)),
      sorted([...Object.values(commands), ...Object.values(internalCommands)]),
    );
  });

  it("hides internal commands from the palette and shows only declared ones in menus", () => {
    const hidden = contributes.menus["commandPalette"]!.filter((item) => item.when === "false").map((item) => item.command);
    assert.deepEqual(sorted(hidden), sorted(Object.values(internalCommands)));
    const known = new Set(contributes.commands.map((c) => c.command));
    const unknown = Object.values(contributes.menus).flatMap((items) => items.filter((item) => !known.has(item.command)));
    assert.deepEqual(unknown, []);
  });

  it("contributes exactly the views declared in code", () => {
    assert.deepEqual(
      contributes.viewsContainers.activitybar.map((c) => c.id),
      [views.container],
    );
    assert.deepEqual(
      contributes.views[views.container]!.map((v) => v.id),
      [views.projects, views.jobs],
    );
    for (const panel of Object.values(panels)) assert.ok(manifest.activationEvents.includes(`onWebviewPanel:${panel}`), panel);
  });

  it("contributes exactly the settings declared in code, each explained", () => {
    assert.deepEqual(sorted(Object.keys(contributes.configuration.properties)), sorted(Object.values(settings)));
    for (const [id, setting] of Object.entries(contributes.configuration.properties)) assert.ok(setting.description.length > 20, id);
  });

  it("uses only declared context keys in when clauses, and every one of them", () => {
    const clauses = [
      ...Object.values(contributes.menus)
        .flat()
        .map((item) => item.when ?? ""),
      ...contributes.commands.map((c) => c.enablement ?? ""),
      ...contributes.viewsWelcome.map((w) => w.when),
    ].join(" ");
    const used = new Set([...clauses.matchAll(/(?<!== )\blfLens\.[\w.]+/g)].map((match) => match[0]));
    assert.deepEqual(sorted(used), sorted(Object.values(contextKeys)));
  });

  it("links only to commands that exist in welcome texts", () => {
    const texts = [...contributes.viewsWelcome.map((w) => w.contents), ...steps.map(({ description }) => description)];
    const links = texts.flatMap((shown) => [...shown.matchAll(/\(command:(lfLens[\w.]*)\)/g)].map((match) => match[1]!));
    assert.deepEqual(
      links.filter((id) => !contributes.commands.some((c) => c.command === id)),
      [],
    );
  });

  it("shows pictures that exist in the walkthrough", () => {
    for (const path of steps.flatMap(({ media }) => Object.values(media.image))) assert.ok(existsSync(join(root, path)), path);
  });

  it("has an empty view say the next step, whatever state the workspace is in", () => {
    for (const view of Object.values(views).filter((id) => id !== views.container)) {
      const states = contributes.viewsWelcome.filter((w) => w.view === view);
      for (const state of ["!isWorkspaceTrusted", "isWorkspaceTrusted", "workbenchState == empty"])
        assert.ok(
          states.some((w) => w.when.split(" && ").includes(state) && /\]\(command:/.test(w.contents)),
          `${view}: ${state}`,
        );
    }
  });

  it("says why nothing runs in an untrusted workspace", () => {
    assert.equal(manifest.capabilities.untrustedWorkspaces.supported, "limited");
    assert.match(manifest.capabilities.untrustedWorkspaces.description, /code/);
  });

  it("has its newest changes in the changelog", () => {
    const changelog = readFileSync(join(root, "CHANGELOG.md"), "utf8");
    assert.match(changelog, new RegExp(`^## (Unreleased|${manifest.version.replaceAll(".", "\\.")})`, "m"));
  });
});
