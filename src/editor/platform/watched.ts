import type { ProjectSnapshot, Snapshot } from "../../protocol/snapshot";

/** What views of numbers draw from: all but how far work is, which moves many times a second. */
export const numbersIn = ({ projects }: Snapshot): readonly Omit<ProjectSnapshot, "progress" | "tasks">[] =>
  projects.map(({ progress: _progress, tasks: _tasks, ...numbers }) => numbers);

export const rootsIn = ({ projects }: Snapshot): readonly string[] => projects.map(({ root }) => root);
