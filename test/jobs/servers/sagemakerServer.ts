import assert from "node:assert/strict";
import { createHash } from "node:crypto";
import { awsError, signatureProblem, type AwsKey } from "./awsSignature";
import { startLoopback, type Loopback, type Reply, type Request } from "./loopback";
import { KEY } from "./openaiServer";
import { NOW } from "../now";

interface SagemakerJob {
  readonly id: string;
  readonly body: Record<string, unknown> & {
    readonly AlgorithmSpecification: Record<string, unknown>;
    readonly InputDataConfig: unknown[];
  };
  status: string;
  looks: number;
}

export interface SagemakerServer extends Loopback {
  /** The examples that lie in the bucket. */
  readonly files: { readonly name: string; readonly text: string }[];
  readonly objects: Map<string, Buffer>;
  readonly jobs: SagemakerJob[];
  script: string[];
  /** The key that requests are signed with now. */
  key: AwsKey;
  /** What the bucket's region is. */
  region: string;
  /** The operations that are denied. */
  denied: string[];
  /** Bytes of parts of objects that are not whole yet. */
  readonly parts: Map<number, Buffer>;
}

const REGION = "eu-west-1";
const DETAILS: Readonly<Record<string, string>> = {
  InProgress: "Training",
  Completed: "Completed",
  Failed: "Failed",
  Stopped: "Stopped",
  Stopping: "Stopping",
};

/**
 * S3, SageMaker, CloudWatch Logs and STS at one address, as their API references have them, in memory. Every signature is worked out
 * again. `script` holds statuses with their details: "InProgress/Starting".
 */
export async function startSagemaker(): Promise<SagemakerServer> {
  const loopback = await startLoopback((request) => {
    const service = serviceOf(request);
    // The clock of these tests jumps; that of signatures is looked at in their own test.
    const at = Date.parse((request.headers.get("x-amz-date") ?? "").replace(/^(....)(..)(..)T(..)(..)(..)Z$/, "$1-$2-$3T$4:$5:$6Z"));
    const problem = signatureProblem(request, service, REGION, server.key, at);
    if (problem)
      return service === "s3" ? xmlError(403, problem, "Not right.") : awsError(400, problem, "The security token is not right.");
    if (service === "s3") return storage(request);
    if (service === "sts") return identity();
    return operation(request);
  });
  const server: SagemakerServer = Object.assign(loopback, {
    objects: new Map<string, Buffer>(),
    // As the bucket has them at the time.
    files: [] as SagemakerServer["files"],
    jobs: [],
    key: { accessKeyId: KEY, secretAccessKey: KEY, sessionToken: KEY },
    region: REGION,
    denied: [],
    parts: new Map<number, Buffer>(),
    script: ["InProgress/Starting", "InProgress/Downloading", "InProgress/Training", "InProgress/Uploading", "Completed"],
  });

  Object.defineProperty(server, "files", {
    get: () => [...server.objects].filter(([path]) => path.endsWith(".jsonl")).map(([name, bytes]) => ({ name, text: bytes.toString() })),
  });

  function storage(request: Request): Reply {
    const { method, path, query, headers, body } = request;
    const key = decodeURIComponent(path.slice(1));
    if (method === "HEAD") {
      const there = server.objects.has(key) || !key.includes("/");
      return { status: there ? 200 : 404, body: "", headers: { "x-amz-bucket-region": server.region } };
    }
    const sum = headers.get("x-amz-checksum-sha256");
    if (sum !== null) assert.equal(sum, createHash("sha256").update(body).digest("base64"));
    if (query.has("uploads") && method === "POST") return xml(`<R><UploadId>upload 1</UploadId></R>`);
    if (query.has("uploads"))
      return xml(
        server.parts.size > 0
          ? `<R><Upload><Key>${key === "" ? "" : query.get("prefix")}</Key><UploadId>upload 1</UploadId></Upload></R>`
          : "<R></R>",
      );
    if (query.has("uploadId")) {
      assert.equal(query.get("uploadId"), "upload 1");
      return multipart(key, request);
    }
    assert.equal(method, "PUT");
    server.objects.set(key, body);
    return xml("");
  }

  function multipart(key: string, { method, query, body }: Request): Reply {
    const hash = (bytes: Buffer): string => createHash("sha256").update(bytes).digest("base64");
    if (method === "PUT") {
      server.parts.set(Number(query.get("partNumber")), body);
      return { ...xml(""), headers: { etag: `"${hash(body).slice(0, 8)}"`, "content-type": "application/xml" } };
    }
    const all = [...server.parts].sort(([a], [b]) => a - b);
    if (method === "GET")
      return xml(
        `<R>${all.map(([number, bytes]) => `<Part><PartNumber>${number}</PartNumber><ETag>&quot;${hash(bytes).slice(0, 8)}&quot;</ETag><ChecksumSHA256>${hash(bytes)}</ChecksumSHA256></Part>`).join("")}<IsTruncated>false</IsTruncated></R>`,
      );
    const named = [...body.toString().matchAll(/<PartNumber>(\d+)<\/PartNumber><ETag>&quot;(.*?)&quot;<\/ETag><ChecksumSHA256>(.*?)</g)];
    assert.deepEqual(
      named.map(([, number, etag, sum]) => [Number(number), etag, sum]),
      all.map(([number, bytes]) => [number, hash(bytes).slice(0, 8), hash(bytes)]),
    );
    server.objects.set(key, Buffer.concat(all.map(([, bytes]) => bytes)));
    server.parts.clear();
    return xml("<R></R>");
  }

  const identity = (): Reply => xml(`<R><Arn>arn:aws:iam::998877665544:user/me</Arn><Account>998877665544</Account></R>`);

  function operation({ headers, body }: Request): Reply {
    const name = headers.get("x-amz-target")!;
    assert.equal(headers.get("content-type"), "application/x-amz-json-1.1");
    const given = JSON.parse(body.toString()) as Record<string, unknown>;
    if (server.denied.includes(name))
      return awsError(400, "AccessDeniedException", `User: arn:aws:iam::998877665544:user/me is not authorized to perform: ${name}`);
    if (name === "SageMaker.ListTrainingJobs") return ok({ TrainingJobSummaries: [] });
    if (name === "Logs_20140328.FilterLogEvents") return events(given);
    if (name === "SageMaker.CreateTrainingJob") return create(given as SagemakerJob["body"]);
    const job = server.jobs.find(({ id }) => id === given["TrainingJobName"]);
    if (!job) return awsError(400, "ValidationException", "Requested resource not found.");
    const ended = ["Completed", "Failed", "Stopped"].includes(job.status.split("/")[0]!);
    if (name === "SageMaker.StopTrainingJob") {
      if (ended)
        return awsError(400, "ValidationException", `The request was rejected because the training job is in status ${job.status}.`);
      job.status = "Stopped";
      return ok({});
    }
    assert.equal(name, "SageMaker.DescribeTrainingJob");
    if (!ended) job.status = server.script[Math.min(job.looks++, server.script.length - 1)]!;
    return ok(reply(job));
  }

  function create(body: SagemakerJob["body"]): Reply {
    const id = body["TrainingJobName"] as string;
    assert.match(id, /^[a-zA-Z0-9](-*[a-zA-Z0-9]){0,62}$/);
    if (server.jobs.some((job) => job.id === id))
      return awsError(400, "ResourceInUse", "Training job names must be unique within an AWS account and region.");
    for (const channel of body.InputDataConfig as { ChannelName: string; DataSource: { S3DataSource: { S3Uri: string } } }[])
      if (channel.ChannelName !== "model")
        assert.ok(
          server.objects.has(channel.DataSource.S3DataSource.S3Uri.replace("s3://", "")),
          `${channel.ChannelName} is in the bucket`,
        );
    server.jobs.push({ id, body, status: "InProgress/Starting", looks: 0 });
    return ok({ TrainingJobArn: `arn:aws:sagemaker:${REGION}:998877665544:training-job/${id}` });
  }

  function reply({ id, status, looks }: SagemakerJob): object {
    const [main, detail = DETAILS[main!]] = status.split("/");
    const done = main === "Completed";
    return {
      TrainingJobName: id,
      TrainingJobStatus: main,
      SecondaryStatus: detail,
      SecondaryStatusTransitions: [
        { Status: "Starting", StartTime: NOW / 1000, StatusMessage: "Preparing the instances for training" },
        ...(looks > 2 ? [{ Status: "Training", StartTime: NOW / 1000 + 60, StatusMessage: "Training image download completed." }] : []),
      ],
      ...(main === "Failed" ? { FailureReason: `AlgorithmError: job ${id} ran out of memory` } : {}),
      ...(done
        ? { BillableTimeInSeconds: 345, ModelArtifacts: { S3ModelArtifacts: `s3://bucket/lf-lens/models/${id}/output/model.tar.gz` } }
        : {}),
    };
  }

  function events({ logStreamNamePrefix, startTime = 0, nextToken }: Record<string, unknown>): Reply {
    const job = server.jobs.find(({ id }) => logStreamNamePrefix === `${id}/`);
    if (!job || job.looks < 3) return awsError(400, "ResourceNotFoundException", "The specified log group does not exist.");
    const lines = [
      `{"message": "12 training and 1 validation examples on cuda"}`,
      `{"step": 1, "total_steps": 2, "loss": 0.9, "learning_rate": 0.0001}`,
      ...(job.looks > 3 ? [`{"step": 2, "total_steps": 2, "loss": 0.5, "learning_rate": 0.00005}`, `{"step": 2, "eval_loss": 0.6}`] : []),
    ].map((message, index) => ({
      eventId: `e${index}`,
      timestamp: NOW + 61_000 + 1000 * index,
      message,
      logStreamName: `${job.id}/algo-1`,
    }));
    const wanted = lines.filter(({ timestamp }) => timestamp >= (startTime as number));
    // Pages of two, and an empty one between them, as the service may give.
    if (nextToken === undefined) return ok({ events: wanted.slice(0, 2), nextToken: "empty" });
    return nextToken === "empty" ? ok({ events: [], nextToken: "rest" }) : ok({ events: wanted.slice(2) });
  }

  const ok = (body: object): Reply => ({ status: 200, body, headers: { "content-type": "application/x-amz-json-1.1" } });
  const xml = (text: string): Reply => ({ status: 200, body: text, headers: { "content-type": "application/xml" } });
  return server;
}

const serviceOf = ({ headers, path }: Request): string => {
  const target = headers.get("x-amz-target");
  if (target?.startsWith("Logs")) return "logs";
  if (target) return "sagemaker";
  return path === "/" ? "sts" : "s3";
};

const xmlError = (status: number, code: string, message: string): Reply => ({
  status,
  body: `<?xml version="1.0"?><Error><Code>${code}</Code><Message>${message}</Message></Error>`,
  headers: { "content-type": "application/xml" },
});
