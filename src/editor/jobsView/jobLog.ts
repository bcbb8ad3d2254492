import { Disposable, EventEmitter, Uri, window, workspace } from "vscode";
import type { JobName } from "../../services/jobs/jobActions";
import type { Jobs } from "../../services/jobs/jobs";
import { logLine } from "../../services/jobs/jobWording";

const SCHEME = "lf-lens-job";

/** A job's events as a read-only document that grows with them. */
export function registerJobLog(jobs: Jobs): Disposable & { readonly open: (job: JobName) => Promise<void> } {
  const changed = new EventEmitter<Uri>();
  const provided = workspace.registerTextDocumentContentProvider(SCHEME, {
    onDidChange: changed.event,
    provideTextDocumentContent: ({ query }) => {
      const { root, id } = JSON.parse(query) as JobName;
      const job = jobs.views.find((one) => one.root === root && one.id === id);
      return job ? job.log.map((entry) => `${logLine(entry)}\n`).join("") || "No events yet.\n" : "This job has been deleted.\n";
    },
  });
  const stop = jobs.onChange(() => {
    for (const { uri } of workspace.textDocuments) if (uri.scheme === SCHEME) changed.fire(uri);
  });
  return Object.assign(Disposable.from(changed, provided, { dispose: stop }), {
    open: async ({ root, id }: JobName) => {
      const uri = Uri.from({ scheme: SCHEME, path: `/${id}.log`, query: JSON.stringify({ root, id }) });
      await window.showTextDocument(uri, { preview: true });
    },
  });
}
