/**
 * Two LFs that do not err independently of each other: label models count what both say twice.
 * - near-duplicate: they cast the same votes; strength is the share of rows with a vote of either where both vote the same.
 * - subset: the first votes only where the second does; strength is the share of its votes there.
 * - correlated: they vote together more than the label explains; strength is the correlation of their votes given the
 *   label (co-votes), the same given all other LFs too (robust-pca), or the log-odds by which one's vote raises the same
 *   vote of the other (pseudo-likelihood).
 */
export interface Dependency {
  readonly kind: "near-duplicate" | "subset" | "correlated";
  readonly foundBy: "co-votes" | "robust-pca" | "pseudo-likelihood";
  /** Columns of the two LFs: ascending, but for a subset the smaller LF first. */
  readonly lfs: readonly [number, number];
  readonly strength: number;
  /** Rows where both vote. */
  readonly rows: number;
  /** Share of those on which they vote the same; undefined if there are none. */
  readonly agreement: number | undefined;
}

/** One plain sentence: what was found, and what to do. */
export function describeDependency({ kind, foundBy, lfs, strength, rows, agreement }: Dependency, names: readonly string[]): string {
  const [a, b] = lfs.map((lf) => names[lf] ?? `LF ${lf}`);
  if (kind === "near-duplicate") {
    return `${a} and ${b} vote the same on ${percent(strength)} of the rows where either votes (both on ${rows}): merge them, or delete one.`;
  }
  if (kind === "subset") {
    const found = `${percent(strength)} of the votes of ${a} are on rows where ${b} votes too (${rows} rows)`;
    if (agreement! > 0.5) return `${found}, mostly the same: it adds weight but no coverage. Delete ${a}, or let it look for other rows.`;
    return `${found}, mostly another label: ${a} is an exception to ${b}. Move the exception into ${b}, which then abstains there.`;
  }
  const how = foundBy === "pseudo-likelihood" ? `odds x ${Math.exp(strength).toFixed(1)}` : `correlation ${strength.toFixed(2)}`;
  return `${a} and ${b} vote together more than the label explains (${how}, both on ${rows} rows): merge them if they look for the same thing, or accept them as dependent and use the label model metal.`;
}

/** The pairs as FitOptions.edges takes them: each pair once, smaller column first. Apply them only when the user agrees. */
export function dependencyEdges(dependencies: readonly Dependency[]): [number, number][] {
  const pairs = dependencies.map(({ lfs: [a, b] }): [number, number] => (a < b ? [a, b] : [b, a]));
  return [...new Map(pairs.map((pair) => [pair.join(), pair])).values()].sort(([a, b], [c, d]) => a - c || b - d);
}

/** Rounded down, so that 100 % means all. */
function percent(share: number): string {
  return `${Math.floor(share * 100 + 1e-9)} %`;
}
