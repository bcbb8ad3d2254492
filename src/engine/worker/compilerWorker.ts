/** The thread that compiles LF files. None of the user's code runs here, so it need not be killed, and stays warm when the other is. */
import { parentPort } from "node:worker_threads";
import { stop } from "esbuild";
import type { SourceFile } from "../../protocol/sourceFile";
import { portPipe } from "../../protocol/portPipe";
import { connect } from "../../protocol/rpc";
import { createBundleSender, type Bundle, type Compilation } from "../bundle";
import { createCompiler, type Compiler } from "../compile/compile";
import { debugScript } from "../debug/debugScript";
import { createQueue } from "../queue";
import type { CompilerApi } from "../workerApi";

const port = parentPort;
if (!port) throw new Error("compiler.js runs in a worker thread only");

const oneByOne = createQueue();
const send = createBundleSender();
let project: { readonly root: string; readonly compiler: Compiler } | undefined;

connect<object, CompilerApi>(portPipe(port), {
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
  const compiled = await project.compiler.compile(files);
  const bundles = new Map(compiled.flatMap(({ bundle }): [string, Bundle][] => (bundle ? [[bundle.id, bundle]] : [])));
  const described = compiled.map(({ bundle, ...file }) => ({ ...file, ...(bundle === undefined ? {} : { bundleId: bundle.id }) }));
  return send(described, bundles);
}
