import { window, type MessageOptions, type QuickPickItem, type QuickPickOptions } from "vscode";
import { plainLine, plainNotice, plainText } from "../../services/reports/plainText";

// All messages and lists for choosing go this way: they show text of data, LFs, files and providers, which must not steer the reader.

interface ShowMessage {
  <T extends string>(message: string, ...buttons: T[]): Thenable<T | undefined>;
  <T extends string>(message: string, options: MessageOptions, ...buttons: T[]): Thenable<T | undefined>;
}

const plainly =
  (name: "showInformationMessage" | "showWarningMessage" | "showErrorMessage"): ShowMessage =>
  <T extends string>(message: string, ...rest: (T | MessageOptions)[]) =>
    window[name]<T>(plainNotice(message), ...(rest.map(plainOptions) as T[]));

/** Buttons are the product's own words. */
const plainOptions = <T extends string>(part: T | MessageOptions): T | MessageOptions =>
  typeof part === "string" || part.detail === undefined ? part : { ...part, detail: plainText(part.detail) };

export const showInformation = plainly("showInformationMessage");
export const showWarning = plainly("showWarningMessage");
export const showError = plainly("showErrorMessage");

/** As `window.showQuickPick`, of one item; the item itself is returned. */
export async function chooseOne<T extends string | QuickPickItem>(items: readonly T[], options: QuickPickOptions): Promise<T | undefined> {
  const shown = items.map((item) => ({ ...plainItem(typeof item === "string" ? { label: item } : item), item }));
  return (await window.showQuickPick(shown, options))?.item;
}

/** As `window.showQuickPick`, of any number of items; undefined if the user went away. */
export async function chooseMany<T extends QuickPickItem>(
  items: readonly T[],
  options: QuickPickOptions,
): Promise<readonly T[] | undefined> {
  const shown = items.map((item) => ({ ...plainItem(item), item }));
  const chosen = await window.showQuickPick(shown, { ...options, canPickMany: true });
  return chosen?.map(({ item }) => item);
}

const plainItem = (item: QuickPickItem): QuickPickItem => ({
  ...item,
  label: plainLine(item.label),
  ...(item.description === undefined ? {} : { description: plainLine(item.description) }),
  ...(item.detail === undefined ? {} : { detail: plainLine(item.detail) }),
});
