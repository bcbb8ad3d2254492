import { ProgressLocation, window, type Disposable, type Memento } from "vscode";
import { defaultJobChoices, providerOf, type JobChoices } from "../../services/jobs/jobChoices";
import type { JobFolder, Jobs } from "../../services/jobs/jobs";
import type { Session } from "../../services/session";
import { commands } from "../ids";
import { chooseProject } from "../platform/chooseProject";
import { register } from "../platform/commands";
import { showInformation, showWarning } from "../platform/dialogs";
import { chosenProvider, isProviderPage, PROVIDER_PAGES, providerPage } from "../platform/providerPages";
import { leadThrough } from "../platform/steps";

interface Tools {
  readonly session: Session;
  readonly jobs: Jobs;
  readonly memory: Memento;
}

/** Says whether a job could be made at a provider, and what is missing. Nothing is made or sent. */
export function registerTestConnection({ session, jobs, memory }: Tools): Disposable {
  return register(commands.testConnection, "The connection could not be tested", async (asked = {}) => {
    const project = await chooseProject(session, "Test the connection for", asked.root);
    if (!project) return;
    const folder = await jobs.of(project.root);
    const before = { ...defaultJobChoices(project), ...memory.get<Partial<JobChoices>>(`job ${project.root}`) };
    const choices = asked.choices ?? (await askForProvider(project.root, folder, before));
    if (choices) await test(folder, providerOf(choices, project.root));
  });
}

async function askForProvider(
  root: string,
  folder: JobFolder,
  before: JobChoices,
): Promise<Pick<JobChoices, "provider" | "answers"> | undefined> {
  const picked = await leadThrough({
    count: PROVIDER_PAGES,
    stepOf: (page, answers) => providerPage(page, "Test connection", root, folder, chosenProvider(before, answers)),
    isNumbered: (page, answers) => isProviderPage(page, chosenProvider(before, answers).provider),
  });
  return picked && chosenProvider(before, picked);
}

async function test(folder: JobFolder, provider: ReturnType<typeof providerOf>): Promise<void> {
  const { title } = folder.offer(provider);
  const options = { location: ProgressLocation.Notification, cancellable: true, title: `Testing the connection to ${title}` };
  const checks = await window.withProgress(options, async (_, token) => {
    const stop = new AbortController();
    token.onCancellationRequested(() => stop.abort());
    return folder.checkConnection(provider, stop.signal).catch((error: unknown) => {
      if (!stop.signal.aborted) throw error;
      return undefined;
    });
  });
  if (!checks) return;
  const detail = checks.map(({ what, says, ok }) => `${ok ? "✓" : "✗"} ${what}: ${says}`).join("\n\n");
  if (checks.every(({ ok }) => ok)) await showInformation(`${title}: the connection works.`, { modal: true, detail });
  else await showWarning(`${title}: something is missing.`, { modal: true, detail });
}
