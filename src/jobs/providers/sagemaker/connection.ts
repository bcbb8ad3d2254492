import * as z from "zod";
import { ServiceFailure } from "../../../net/failure";
import { parseS3 } from "../aws/s3Place";
import { xmlText } from "../aws/service";
import { checked, type ConnectionCheck } from "../connection";
import type { SpecOf } from "../descriptions";
import { requestJson, requestText, type HttpService } from "../http/requestJson";

interface Services {
  readonly sts: HttpService;
  readonly s3: HttpService;
  readonly jobs: HttpService;
  readonly logs: HttpService;
}

/** Looks at what a job will need, without making anything. */
export async function checkSagemaker(
  { sts, s3, jobs, logs }: Services,
  { region, s3: folder, role }: SpecOf<"sagemaker">,
  signal?: AbortSignal,
): Promise<ConnectionCheck[]> {
  const { bucket } = parseS3(folder)!;
  const identity = await checked("Credential", async () => {
    const account = await identityOf(sts, signal);
    const theirs = role.split(":")[4];
    if (account.id !== theirs)
      throw new ServiceFailure(
        "key",
        `You are ${account.arn}, but the role ${role} is of account ${theirs}. Use a role of your own account.`,
      );
    return `You are ${account.arn}.`;
  });
  // Without a credential everything else fails for the same reason.
  if (!identity.ok) return [identity];
  const looks = [
    checked(
      "Bucket",
      () => bucketIsHere(s3, bucket, region, signal),
      ({ kind }) =>
        kind === "unsafe"
          ? `S3 answers so where a bucket is in another region: use one in ${region}.`
          : kind === "key"
            ? `It takes s3:ListBucket, s3:GetObject and s3:PutObject on ${bucket}.`
            : "",
    ),
    checked(
      "Training jobs",
      () => canList(jobs, signal),
      () => "It takes sagemaker:CreateTrainingJob, DescribeTrainingJob, StopTrainingJob, ListTrainingJobs and iam:PassRole.",
    ),
    checked(
      "Log",
      () => canReadLogs(logs, signal),
      () => "It takes logs:FilterLogEvents; without it a job runs, but its log and loss curve are not shown.",
    ),
  ];
  return [identity, ...(await Promise.all(looks))];
}

async function identityOf(sts: HttpService, signal?: AbortSignal): Promise<{ id: string; arn: string }> {
  const { text } = await requestText(sts, {
    method: "POST",
    path: "/",
    bytes: Buffer.from("Action=GetCallerIdentity&Version=2011-06-15"),
    headers: { "content-type": "application/x-www-form-urlencoded", accept: "text/xml" },
    signal,
  });
  return { id: xmlText(text, "Account") ?? "?", arn: xmlText(text, "Arn") ?? "?" };
}

async function bucketIsHere(s3: HttpService, bucket: string, region: string, signal?: AbortSignal): Promise<string> {
  const { headers } = await requestText(s3, { method: "HEAD", path: `/${bucket}`, signal });
  const there = headers.get("x-amz-bucket-region") ?? region;
  if (there !== region)
    throw new ServiceFailure("refused", `${bucket} is in ${there}, and the job would be in ${region}. Use a bucket of the job's region.`);
  return `${bucket} is in ${region}.`;
}

async function canList(jobs: HttpService, signal?: AbortSignal): Promise<string> {
  const headers = { "content-type": "application/x-amz-json-1.1", "x-amz-target": "SageMaker.ListTrainingJobs" };
  await requestJson(jobs, { method: "POST", path: "/", bytes: Buffer.from('{"MaxResults":1}'), headers, signal }, z.unknown());
  return "They can be listed. Whether the role can be passed and the instance's quota suffices shows when a job is made.";
}

async function canReadLogs(logs: HttpService, signal?: AbortSignal): Promise<string> {
  const headers = { "content-type": "application/x-amz-json-1.1", "x-amz-target": "Logs_20140328.FilterLogEvents" };
  const bytes = Buffer.from('{"logGroupName":"/aws/sagemaker/TrainingJobs","limit":1}');
  try {
    await requestJson(logs, { method: "POST", path: "/", bytes, headers, signal }, z.unknown());
  } catch (error) {
    // Before the first job there is no log group.
    if (!(error instanceof ServiceFailure && error.kind === "gone")) throw error;
  }
  return "It can be read.";
}
