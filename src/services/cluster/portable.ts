import { posix, relative } from "node:path";
import { JOB_ROOT, type ClusterJob } from "../../cluster/clusterJob";
import type { Bundle, BundleExport, CompiledFile, Place } from "../../engine/bundle";
import { slashes } from "../../files/paths";

/** A job without a word on the machine that it was made on: files stand where they stand in the project. */
export function portable(root: string, job: ClusterJob): ClusterJob {
  const at = (path: string): string => posix.join(JOB_ROOT, slashes(relative(root, path)));
  const { files, bundles } = job.compilation;
  return {
    ...job,
    compilation: { files: files.map((file) => fileAt(file, at)), bundles: bundles.map((bundle) => bundleAt(bundle, at)) },
    lfs: job.lfs.map((lf) => ({ ...lf, file: at(lf.file) })),
  };
}

type At = (path: string) => string;

const fileAt = ({ path, problems, ...file }: CompiledFile, at: At): CompiledFile => ({
  ...file,
  path: at(path),
  problems: problems.map((problem) => ({ ...problem, file: at(problem.file) })),
  inputs: [],
});

const bundleAt = ({ path, exports, ...bundle }: Bundle, at: At): Bundle => ({
  ...bundle,
  path: at(path),
  exports: new Map([...exports].map(([name, own]): [string, BundleExport] => [name, exportAt(own, at)])),
});

const exportAt = ({ returns, literals, ...own }: BundleExport, at: At): BundleExport => ({
  ...own,
  returns: returns.map((place) => placeAt(place, at)),
  literals: new Map([...literals].map(([text, place]) => [text, placeAt(place, at)])),
});

const placeAt = ({ file, ...place }: Place, at: At): Place => ({ ...place, file: at(file) });
