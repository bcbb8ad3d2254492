import type { Clock } from "../../net/clock";
import type { SecretKeeper } from "../secrets";
import type { Machine } from "./machine";

/** What providers need that run the LoRA script on a rented machine. */
export interface RentedTools {
  readonly secrets: SecretKeeper;
  readonly clock: Clock;
  readonly machine: Machine;
  /** Absolute path of media/train_lora.py. */
  readonly loraScript: string;
}
