/** The thread that compiles LF files. None of the user's code runs here, so it need not be killed, and stays warm when the other is. */
import { readFile } from "node:fs/promises";
import { parentPort } from "node:worker_threads";
import { stop } from "esbuild";
import type { Problem } from "../core/problem";
import type { SourceFile } from "../protocol/engine";
import { connect, type Pipe } from "../protocol/rpc";
import { createBundleSender, type Bundle, type Compilation } from "./bundle";
import { createCompiler, type Compiler, type SourceText } from "./compile";
import { debugScript } from "./debug/debugScript";
import { messageOf } from "./faultLog";
import { createQueue } from "./queue";
import type { CompilerApi } from "./workerApi";

const port = parentPort;
if (!port) throw new Error("compiler.js runs in a worker thread only");

const oneByOne = createQueue();
const send = createBundleSender();
let project: { readonly root: string; readonly compiler: Compiler } | undefined;

const pipe: Pipe = {
  post: (message) => port.postMessage(message),
  receive: (listener) => void port.on("message", listener),
};
connect<object, CompilerApi>(pipe, {
  compile: ({ root, files }) => oneByOne(() => compile(root, files)),
  debugScript,
  async close() {
    await oneByOne(async () => project?.compiler.dispose());
    await stop();
  },
});

async function compile(root: string, files: readonly SourceFile[]): Promise<Compilation> {
  if (project?.root !== root) {
    await project?.compiler.dispose();
    project = { root, compiler: createCompiler(root) };
  }
  const { texts, unreadable } = await readTexts(files);
  const compiled = await project.compiler.compile(texts);
  const bundles = new Map(compiled.flatMap(({ bundle }): [string, Bundle][] => (bundle ? [[bundle.id, bundle]] : [])));
  const described = compiled.map(({ bundle, ...file }) => ({ ...file, ...(bundle === undefined ? {} : { bundleId: bundle.id }) }));
  const failed = unreadable.map((problem) => ({ path: problem.file, problems: [problem], inputs: [problem.file] }));
  return send([...described, ...failed], bundles);
}

async function readTexts(files: readonly SourceFile[]): Promise<{ texts: SourceText[]; unreadable: Problem[] }> {
  const unreadable: Problem[] = [];
  const texts = await Promise.all(
    files.map(async ({ path, text }) => {
      if (text !== undefined) return { path, text };
      try {
        return { path, text: await readFile(path, "utf8") };
      } catch (error) {
        unreadable.push({ file: path, severity: "error", message: `The file cannot be read: ${messageOf(error)}` });
        return undefined;
      }
    }),
  );
  return { texts: texts.filter((text) => text !== undefined), unreadable };
}
