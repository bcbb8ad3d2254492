import { ServiceFailure } from "../../net/failure";

/** One thing that a job will need, and whether it is there. */
export interface ConnectionCheck {
  /** What was looked at: "Credential", "Bucket". */
  readonly what: string;
  /** What was found, or what is wrong with it and what to do: whole sentences. */
  readonly says: string;
  readonly ok: boolean;
}

/**
 * Looks at one thing.
 * @param look answers what was found
 * @param fix what to do about a failure; the service's own words come first
 */
export async function checked(
  what: string,
  look: () => Promise<string>,
  fix: (failure: ServiceFailure) => string = () => "",
): Promise<ConnectionCheck> {
  try {
    return { what, says: await look(), ok: true };
  } catch (error) {
    if (!(error instanceof ServiceFailure)) throw error;
    const advice = fix(error);
    return { what, says: advice === "" ? error.message : `${error.message} ${advice}`, ok: false };
  }
}
