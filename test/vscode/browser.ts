import { chromium, type Browser } from "playwright-core";
import { findBrowser, requirePrograms } from "./programs";

/** Starts a headless Chromium, installing it first where that is possible. */
export function launchBrowser(): Promise<Browser> {
  requirePrograms("chromium");
  const args = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
  ];
  return chromium.launch({ executablePath: findBrowser(), headless: true, args });
}
