import { createHash } from "node:crypto";
import * as z from "zod";
import { ServiceFailure } from "../../../net/failure";
import { oddReply } from "../http/httpFailure";
import { requestJson, type HttpService } from "../http/requestJson";
import { pathsSchema } from "./hubReplies";

/** A dataset repository: "me/lf-lens-data". */
type Repository = string;

/** Makes what is not there yet. */
async function ensure(hub: HttpService, path: string, body: object, signal?: AbortSignal): Promise<void> {
  try {
    await requestJson(hub, { method: "POST", path, body, signal }, z.unknown());
  } catch (error) {
    if (!(error instanceof ServiceFailure && / answered 409: /.test(error.message))) throw error;
  }
}

export const ensureBucket = (hub: HttpService, namespace: string, name: string, signal?: AbortSignal): Promise<void> =>
  ensure(hub, `/api/buckets/${namespace}/${name}`, { visibility: "private" }, signal);

/** The name that git gives to a file of these bytes. */
const blobId = (bytes: Uint8Array): string => createHash("sha1").update(`blob ${bytes.length}\0`).update(bytes).digest("hex");

/**
 * Puts a file into a private dataset, which is made if there is none; a commit is there whole or not at all.
 * @throws ServiceFailure if what the Hub has afterwards is not what was sent
 */
export async function commitFile(
  hub: HttpService,
  repository: Repository,
  path: string,
  bytes: Uint8Array,
  signal?: AbortSignal,
): Promise<void> {
  const [organization, name] = repository.split("/");
  await ensure(hub, "/api/repos/create", { type: "dataset", name, organization, visibility: "private" }, signal);
  const lines = [
    { key: "header", value: { summary: `Add ${path} with LF Lens`, description: "" } },
    { key: "file", value: { content: Buffer.from(bytes).toString("base64"), path, encoding: "base64" } },
  ];
  await requestJson(
    hub,
    {
      method: "POST",
      path: `/api/datasets/${repository}/commit/main`,
      bytes: Buffer.from(lines.map((line) => `${JSON.stringify(line)}\n`).join("")),
      headers: { "content-type": "application/x-ndjson" },
      signal,
    },
    z.unknown(),
  );
  const oid = await fileId(hub, repository, path, signal);
  if (oid !== blobId(bytes)) throw oddReply(hub.title, `${path} is not there as it was sent.`);
}

/** Git's name for a file's bytes; undefined if there is no such file, or no such repository. */
export async function fileId(hub: HttpService, repository: Repository, path: string, signal?: AbortSignal): Promise<string | undefined> {
  try {
    const request = {
      method: "POST",
      path: `/api/datasets/${repository}/paths-info/main`,
      body: { paths: [path], expand: false },
      signal,
    } as const;
    return (await requestJson(hub, request, pathsSchema)).find((file) => file.path === path)?.oid ?? undefined;
  } catch (error) {
    if (error instanceof ServiceFailure && error.kind === "gone") return undefined;
    throw error;
  }
}
