import type { Problem } from "../../core/data/problem";
import { counted } from "../../core/data/numberText";
import { openPlace } from "../platform/documents";
import { showError } from "../platform/dialogs";

const ALLOW = "Allow Secrets for This Job";

/** Says why a job cannot be made, and opens the first problem's line if asked to. True if the user wants secrets sent. */
export async function tellErrors(errors: readonly Problem[], onlySecrets: boolean): Promise<boolean> {
  const [first] = errors;
  const more = errors.length > 1 ? ` (and ${counted(errors.length - 1, "more problem")})` : "";
  const message = `No job was created and nothing was sent: ${first!.message}${more}`;
  const answer = await showError(message, "Show Problem", ...(onlySecrets ? [ALLOW] : []));
  if (answer === "Show Problem") await openPlace(first!.file, first!.line);
  return answer === ALLOW;
}
