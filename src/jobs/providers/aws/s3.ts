import { createHash } from "node:crypto";
import { ServiceFailure } from "../../../net/failure";
import { oddReply } from "../http/httpFailure";
import { requestText, type HttpService } from "../http/requestJson";
import type { S3Place } from "./s3Place";
import { xmlText } from "./service";

const pathOf = ({ bucket, key }: S3Place): string => `/${bucket}/${key.split("/").map(escaped).join("/")}`;
const escaped = (text: string): string =>
  encodeURIComponent(text).replace(/[!'()*]/g, (sign) => `%${sign.charCodeAt(0).toString(16).toUpperCase()}`);

const sha256 = (bytes: Uint8Array): string => createHash("sha256").update(bytes).digest("base64");

/** S3 takes parts of 5 MiB and more. */
const PART_BYTES = 8 * 2 ** 20;

/**
 * Puts an object into S3. Each request carries the hash of its bytes, which S3 compares before it keeps them; a large object goes in
 * parts, and one that was cut short goes on after the parts that S3 has.
 */
export async function putObject(
  s3: HttpService,
  place: S3Place,
  bytes: Uint8Array,
  signal?: AbortSignal,
  partBytes = PART_BYTES,
): Promise<void> {
  if (bytes.length <= 2 * partBytes) {
    await requestText(s3, { method: "PUT", path: pathOf(place), bytes, headers: { "x-amz-checksum-sha256": sha256(bytes) }, signal });
    return;
  }
  const id = (await openUpload(s3, place, signal)) ?? (await createUpload(s3, place, signal));
  const path = `${pathOf(place)}?uploadId=${escaped(id)}`;
  const there = await partsOf(s3, path, signal);
  const parts: Part[] = [];
  for (let number = 1; (number - 1) * partBytes < bytes.length; number++) {
    const part = bytes.subarray((number - 1) * partBytes, number * partBytes);
    const checksum = sha256(part);
    const known = there.find((one) => one.number === number && one.checksum === checksum);
    parts.push(known ?? (await sendPart(s3, `${path}&partNumber=${number}`, number, part, signal)));
  }
  await complete(s3, path, parts, signal);
}

interface Part {
  readonly number: number;
  readonly etag: string;
  readonly checksum: string;
}

async function sendPart(s3: HttpService, path: string, number: number, bytes: Uint8Array, signal?: AbortSignal): Promise<Part> {
  const checksum = sha256(bytes);
  const { headers } = await requestText(s3, { method: "PUT", path, bytes, headers: { "x-amz-checksum-sha256": checksum }, signal });
  const etag = headers.get("etag");
  if (etag === null) throw oddReply(s3.title, "it took a part of a file without an ETag.");
  return { number, etag, checksum };
}

async function createUpload(s3: HttpService, place: S3Place, signal?: AbortSignal): Promise<string> {
  const headers = { "x-amz-checksum-algorithm": "SHA256" };
  const { text } = await requestText(s3, { method: "POST", path: `${pathOf(place)}?uploads=`, headers, signal });
  const id = xmlText(text, "UploadId");
  if (id === undefined) throw oddReply(s3.title, "it began an upload without an id.");
  return id;
}

/** An upload of this very object that was begun and not ended. */
async function openUpload(s3: HttpService, { bucket, key }: S3Place, signal?: AbortSignal): Promise<string | undefined> {
  const { text } = await requestText(s3, { path: `/${bucket}?prefix=${escaped(key)}&uploads=`, signal });
  const own = text
    .split("<Upload>")
    .slice(1)
    .find((one) => xmlText(one, "Key") === key);
  return own === undefined ? undefined : xmlText(own, "UploadId");
}

async function partsOf(s3: HttpService, path: string, signal?: AbortSignal): Promise<Part[]> {
  const found: Part[] = [];
  for (let after: string | undefined = "0"; after !== undefined;) {
    const { text }: { text: string } = await requestText(s3, { path: `${path}&part-number-marker=${after}`, signal });
    for (const part of text.split("<Part>").slice(1))
      found.push({
        number: Number(xmlText(part, "PartNumber")),
        etag: xmlText(part, "ETag") ?? "",
        checksum: xmlText(part, "ChecksumSHA256") ?? "",
      });
    after = xmlText(text, "IsTruncated") === "true" ? xmlText(text, "NextPartNumberMarker") : undefined;
  }
  return found;
}

async function complete(s3: HttpService, path: string, parts: readonly Part[], signal?: AbortSignal): Promise<void> {
  const list = parts.map(
    ({ number, etag, checksum }) =>
      `<Part><PartNumber>${number}</PartNumber><ETag>${etag.replaceAll('"', "&quot;")}</ETag><ChecksumSHA256>${checksum}</ChecksumSHA256></Part>`,
  );
  const bytes = Buffer.from(`<CompleteMultipartUpload>${list.join("")}</CompleteMultipartUpload>`);
  const { text } = await requestText(s3, { method: "POST", path, bytes, signal });
  // S3 may answer 200 and then say in the body that it failed.
  if (xmlText(text, "Code") !== undefined)
    throw oddReply(s3.title, `the parts of a file were not joined: ${xmlText(text, "Message") ?? text}`);
}

/** Whether there is such an object. S3 shows none that is not whole. */
export async function hasObject(s3: HttpService, place: S3Place, signal?: AbortSignal): Promise<boolean> {
  try {
    await requestText(s3, { method: "HEAD", path: pathOf(place), signal });
    return true;
  } catch (error) {
    if (error instanceof ServiceFailure && error.kind === "gone") return false;
    throw error;
  }
}
