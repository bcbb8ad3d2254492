import { dirname, join } from "node:path";
import type { SourceFile } from "../../protocol/sourceFile";
import { createBundleReceiver, type BundleReceiver, type BundleSender, type Compilation } from "../bundle";
import { startThread, type Thread } from "./thread";
import type { CompilerApi } from "../workerApi";

/** The compiler's thread, started when it is first needed. */
export interface CompilerClient {
  /** Compiles a project's LF files; the answer packs them for a receiver. */
  compile(root: string, files: readonly SourceFile[]): Promise<(send: BundleSender) => Compilation>;
  close(): Promise<void>;
}

/** It ends its helper processes itself, if it does so in time. */
const CLOSE_MS = 500;

export function createCompilerClient(workerPath: string, onOutput: (text: string) => void): CompilerClient {
  const path = join(dirname(workerPath), "compiler.js");
  let current: { readonly thread: Thread<CompilerApi>; readonly receive: BundleReceiver } | undefined;
  return {
    async compile(root, files) {
      if (!current || current.thread.ended() !== undefined) {
        current = { thread: startThread<CompilerApi, object>({ path, events: {}, onOutput }), receive: createBundleReceiver() };
      }
      const { thread, receive } = current;
      const compilation = await thread.remote.call("compile", { root, files });
      const bundles = receive(compilation);
      return (send) => send(compilation.files, bundles);
    },
    async close() {
      const thread = current?.thread;
      current = undefined;
      if (!thread) return;
      await Promise.race([thread.remote.call("close", null).catch(() => {}), delay(CLOSE_MS)]);
      await thread.kill();
    },
  };
}

const delay = (ms: number): Promise<void> => new Promise((resolve) => void setTimeout(resolve, ms).unref());
