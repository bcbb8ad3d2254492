import type { ProjectSnapshot } from "../../protocol/snapshot";
import type { Session } from "../../services/session";
import { chooseOne, showInformation } from "./dialogs";

/** The project in this folder, or the only one; else the user chooses. */
export async function chooseProject(session: Session, title: string, root?: string): Promise<ProjectSnapshot | undefined> {
  const { projects } = session.snapshot;
  const named = projects.find((project) => project.root === root);
  if (named || projects.length === 1) return named ?? projects[0];
  if (projects.length === 0) {
    void showInformation("There is no LF Lens project in this workspace yet.");
    return undefined;
  }
  const picked = await chooseOne(
    projects.map((project) => ({ label: project.name, description: project.root, project })),
    { title },
  );
  return picked?.project;
}
