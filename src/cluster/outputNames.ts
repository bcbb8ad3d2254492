/** What the columns are called that a cluster adds to the data's. */
export interface OutputNames {
  readonly label: string;
  readonly confidence: string;
  readonly margin: string;
  /** P(label), in the order of the labels. */
  readonly probabilities: readonly string[];
  /** In the order of the LFs. */
  readonly votes: readonly string[];
}

/** As in an export (`core/export/exportColumns.ts`), but the data's columns keep their names: a name that is taken gets a prefix. Case does not tell names apart. */
export function outputNames(columns: readonly string[], labels: readonly string[], lfs: readonly string[]): OutputNames {
  const taken = new Set(columns.map((name) => name.toLowerCase()));
  const free = (name: string, prefix: string): string => {
    let own = name;
    while (taken.has(own.toLowerCase())) own = prefix + own;
    taken.add(own.toLowerCase());
    return own;
  };
  return {
    label: free("label", "lf_"),
    confidence: free("confidence", "lf_"),
    margin: free("margin", "lf_"),
    probabilities: labels.map((label) => free(`p_${label}`, "lf_")),
    votes: lfs.map((name) => free(name, "vote_")),
  };
}
