/** Opens the clarity panel on the spam project, and the panel of a job. */
import type { JobPanelApi, JobPanelEvents, JobView } from "../../src/protocol/jobsPanel";
import type { PanelApi, PanelEvents, PanelSnapshot, RowFilter, Scope } from "../../src/protocol/panel";
import { runningJob } from "./jobViews";
import { usePage, type OpenPage, type PageOptions } from "./openPage";
import { clarityOf, explanationOf, findingsOf, rowsOf, rowView, snapshotOf } from "./spamProject";

export interface PanelOptions extends PageOptions {
  readonly snapshot?: PanelSnapshot;
  /** The rows, or the scope, that the editor wants shown first. */
  readonly filter?: RowFilter;
  readonly scope?: Scope;
  /** Answers that differ from the fixture's. */
  readonly api?: Partial<PanelApi>;
}

export interface JobPanelOptions extends PageOptions {
  /** A running one if absent. */
  readonly job?: JobView | undefined;
  /** Answers that differ from the fixture's. */
  readonly api?: Partial<JobPanelApi>;
}

export type OpenPanel = OpenPage<PanelEvents>;
export type OpenJobPanel = OpenPage<JobPanelEvents>;

/** Opens the panel for the tests of a `describe`, one at a time. */
export function usePanel(): (options?: PanelOptions) => Promise<OpenPanel> {
  const open = usePage<PanelApi, PanelEvents>("webview");
  return (options = {}) => open({ ...fixtureApi(options), ...options.api }, options);
}

/** The job panel, likewise. */
export function useJobPanel(): (options?: JobPanelOptions) => Promise<OpenJobPanel> {
  const open = usePage<JobPanelApi, JobPanelEvents>("jobPanel");
  return (options = {}) => {
    const job = "job" in options ? options.job : runningJob;
    const done = (): Promise<void> => Promise.resolve();
    const api: JobPanelApi = {
      ready: () => Promise.resolve({ name: { root: "/spam", id: "1" }, ...(job ? { job } : {}) }),
      ...{ act: done, revealFiles: done, showEvents: done, copy: done },
      ...options.api,
    };
    return open(api, options);
  };
}

function fixtureApi({ snapshot = snapshotOf(), filter, scope }: PanelOptions): PanelApi {
  return {
    ready: () => Promise.resolve({ snapshot, ...(filter && { filter }), ...(scope && { scope }) }),
    rows: (query) => {
      const rows = rowsOf(query.filter);
      return Promise.resolve({
        total: rows.length,
        rows: [...rows.slice(query.offset, query.offset + query.limit)].map((row) => rowView(row, query.filter.source)),
      });
    },
    clarity: ({ goldLabel, source }) => Promise.resolve(clarityOf(source, goldLabel)),
    explain: ({ row }) => Promise.resolve(explanationOf(row)),
    findings: ({ rows }) => Promise.resolve(rows.map(findingsOf)),
    select: () => Promise.resolve(),
    openLf: () => Promise.resolve(),
    pin: () => Promise.resolve(),
    debugRow: () => Promise.resolve(),
    labelRows: () => Promise.resolve(),
    labelRow: () => Promise.resolve(),
    tagRow: () => Promise.resolve(),
    commentRow: () => Promise.resolve(),
    labelFiltered: () => Promise.resolve(),
    openFile: () => Promise.resolve(),
    measureAllRows: () => Promise.resolve(),
    cancelAllRows: () => Promise.resolve(),
    suggestLfs: () => Promise.resolve(),
    exportLabels: () => Promise.resolve(),
    openEvaluation: () => Promise.resolve(),
  };
}
