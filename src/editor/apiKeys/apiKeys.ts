import { Disposable, window } from "vscode";
import type { SecretName } from "../../services/jobs/jobs";
import { keyFields, keysOfOthers, keyTitle, ownKeys } from "../../services/jobs/providerChoices";
import { commands } from "../ids";
import { register } from "../platform/commands";
import type { KeyRing } from "../platform/keyRing";
import { chooseOne, showInformation } from "../platform/dialogs";

type KeyField = ReturnType<typeof keyFields>[number];

/** Sets and clears the keys of providers. A key is typed here and goes nowhere but into the editor's SecretStorage. */
export function registerApiKeys(keys: KeyRing): Disposable {
  return Disposable.from(
    register(commands.setKey, "Set API Key", (name) => setKey(keys, name)),
    register(commands.clearKey, "Clear API Key", () => clearKey(keys)),
  );
}

/** @returns true if there is a key now */
async function setKey(keys: KeyRing, asked?: SecretName): Promise<boolean> {
  const name = asked ?? (await chooseName(keys));
  if (!name) return false;
  const values: Record<string, string> = {};
  for (const field of keyFields(name)) {
    const value = await askForField(field, keyTitle(name));
    if (value === undefined) return false;
    if (value !== "") values[field.name ?? ""] = value;
  }
  await keys.set(name, values);
  void showInformation(`The key for ${keyTitle(name)} has been saved.`);
  return true;
}

/** @returns "" for one that may be left out and is; undefined if the user went away */
async function askForField({ title, open, optional }: KeyField, service: string): Promise<string | undefined> {
  const value = await window.showInputBox({
    title: `${title} for ${service}`,
    prompt: `Stored in VS Code's secret storage and sent only to this service.${optional ? " Leave empty if you have none." : ""}`,
    password: open !== true,
    ignoreFocusOut: true,
    validateInput: (text) => (text.trim() === "" && !optional ? `Paste the ${lowerFirst(title)}, or press Escape to cancel.` : undefined),
  });
  return value?.trim();
}

/** "Access key ID" within a sentence; "API key" and "URL" stay. */
const lowerFirst = (text: string): string => (/^[A-Z][a-z]/.test(text) ? text[0]!.toLowerCase() + text.slice(1) : text);

async function chooseName(keys: KeyRing): Promise<SecretName | undefined> {
  const known = keys.names().filter(({ host }) => host !== undefined);
  const items = [
    ...[...ownKeys, ...known].map((name) => ({ label: keyTitle(name), name, other: undefined })),
    ...keysOfOthers.map((other) => ({ label: other.label, name: undefined, other })),
  ];
  const picked = await chooseOne(items, { title: "Set the API key for" });
  if (!picked) return undefined;
  return picked.name ?? (picked.other && askForHost(picked.other));
}

async function askForHost({ provider, example }: (typeof keysOfOthers)[number]): Promise<SecretName | undefined> {
  const address = await window.showInputBox({
    title: "Address of the service",
    prompt: "The key is sent only to this host.",
    placeHolder: example,
    ignoreFocusOut: true,
    validateInput: (text) => (hostOf(text) === undefined ? "Enter a URL such as https://host/v1." : undefined),
  });
  const host = address === undefined ? undefined : hostOf(address);
  return host === undefined ? undefined : { provider, host };
}

function hostOf(address: string): string | undefined {
  const text = address.trim();
  const full = text.includes("://") ? text : `https://${text}`;
  return URL.canParse(full) ? new URL(full).host || undefined : undefined;
}

async function clearKey(keys: KeyRing): Promise<void> {
  const items = keys.names().map((name) => ({ label: keyTitle(name), name }));
  if (items.length === 0) return void showInformation("No API keys are stored.");
  const picked = await chooseOne(items, { title: "Clear the API key for" });
  if (!picked) return;
  await keys.clear(picked.name);
  void showInformation(`The key for ${picked.label} has been deleted.`);
}
