import * as z from "zod";
import { isLoopback } from "./boundFetch";

/** An address to send data and keys to: https, or plain http on this machine only; no name or password in it. */
export const address = z.url("Give an address such as https://host/v1.").transform((text, context) => {
  const url = new URL(text);
  if (url.username !== "" || url.password !== "") context.addIssue("Leave the name and the password out of the address.");
  if (url.protocol !== "https:" && !(url.protocol === "http:" && isLoopback(url.hostname)))
    context.addIssue("Data and keys are sent by https only (http is for 127.0.0.1 and localhost).");
  return text.replace(/\/+$/, "");
});
