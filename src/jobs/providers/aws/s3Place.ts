import * as z from "zod";

/** A place in S3: "s3://bucket/key". */
export interface S3Place {
  readonly bucket: string;
  readonly key: string;
}

export const s3Uri = ({ bucket, key }: S3Place): string => `s3://${bucket}/${key}`;

/** @returns undefined if it is no such place */
export function parseS3(uri: string): S3Place | undefined {
  const [, bucket, key] = /^s3:\/\/([a-z0-9][a-z0-9.-]{1,61}[a-z0-9])\/(.*)$/.exec(uri) ?? [];
  return bucket === undefined ? undefined : { bucket, key: key! };
}

export const s3Address = z.string().refine((text) => parseS3(text) !== undefined, "Write a place in S3, such as s3://bucket/folder/.");
