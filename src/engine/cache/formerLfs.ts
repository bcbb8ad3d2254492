import { createHash } from "node:crypto";
import type { FormerLf, PlannedLf, RunPlan } from "../../protocol/engine";
import type { CacheFolder } from "./cacheFolder";
import type { VoteCache } from "./voteCache";

type Plan = Pick<RunPlan, "lfs" | "brokenFiles">;

/** The LFs that a project's files had when they last compiled, so that a window that opens on a broken file has their numbers. */
export interface FormerLfs {
  /** Those that the plan's broken files had and the plan lacks, with their votes; none whose key is known. */
  of(plan: Plan, known: ReadonlySet<string>): readonly FormerLf[];
  /** Keeps what the files have now, and of broken ones what they had. */
  keep(plan: Plan): void;
}

/** @param identity all that the votes depend on beside the LFs, and whose they are */
export function createFormerLfs(folder: CacheFolder | undefined, votes: VoteCache, identity: unknown): FormerLfs {
  const name = `plan-${createHash("sha256").update(JSON.stringify(identity)).digest("base64url")}`;
  let kept: readonly PlannedLf[] | undefined;
  const read = (): readonly PlannedLf[] => (kept ??= (folder?.read(name) as readonly PlannedLf[] | undefined) ?? []);
  const missing = ({ lfs, brokenFiles }: Plan): PlannedLf[] => {
    const present = new Set(lfs.map((lf) => lf.name));
    return brokenFiles.length === 0 ? [] : read().filter((lf) => brokenFiles.includes(lf.file) && !present.has(lf.name));
  };
  return {
    of: (plan, known) =>
      missing(plan).flatMap((site) => {
        const result = known.has(site.key) ? undefined : votes.read(site);
        return result ? [{ site, result }] : [];
      }),
    keep(plan) {
      const now = [...plan.lfs, ...missing(plan)];
      if (!folder || JSON.stringify(now) === JSON.stringify(read())) return;
      kept = now;
      void folder.write(name, now);
    },
  };
}
