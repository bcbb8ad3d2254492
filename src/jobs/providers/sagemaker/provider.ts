import * as z from "zod";
import { isFinal } from "../../../protocol/jobs";
import { ServiceFailure } from "../../../net/failure";
import type { JobOrder, Known, Observation, Provider } from "../../provider";
import { awsCredentials } from "../aws/credentials";
import { hasObject, putObject } from "../aws/s3";
import { parseS3, s3Uri } from "../aws/s3Place";
import { awsService, pollOf } from "../aws/service";
import type { SpecOf } from "../descriptions";
import { oddReply } from "../http/httpFailure";
import { requestJson, type HttpService } from "../http/requestJson";
import { loraArguments, readLoraScript } from "../lora/loraScript";
import type { RentedTools } from "../rentedTools";
import { checkSagemaker } from "./connection";
import { sagemaker } from "./description";
import { jobSchema, problemOf, stageEntries, stateOf } from "./sagemakerReplies";
import { readLog } from "./trainingLog";

const POLL_MS = 30_000;
/** Where SageMaker puts the channels of a job, and takes its model from. */
const INPUT = "/opt/ml/input/data";
const OUTPUT = "/opt/ml/model";

/** Training jobs of Amazon SageMaker that run the LoRA script. Its API is JSON with an operation's name in a header. */
export function sagemakerProvider(spec: SpecOf<"sagemaker">, tools: RentedTools): Provider {
  const { region, endpoint, profile, instance, maxHours } = spec;
  const { clock, loraScript } = tools;
  const { title, rules } = sagemaker;
  const credential = awsCredentials({ ...tools, ...(profile === undefined ? {} : { profile }) });
  const serviceOf = (name: string, host: string, signing: string): HttpService =>
    awsService({ title: name, host, signing, region, endpoint }, credential, clock);
  const [s3, jobs, logs] = [
    serviceOf("Amazon S3", "s3", "s3"),
    serviceOf(title, "api.sagemaker", "sagemaker"),
    serviceOf("CloudWatch Logs", "logs", "logs"),
  ];
  const { bucket, key: folder } = parseS3(spec.s3)!;
  const placeOf = (name: string): { bucket: string; key: string } => ({
    bucket,
    key: [folder.replace(/\/+$/, ""), name].filter(Boolean).join("/"),
  });
  return {
    title: `${title} (${region})`,
    host: new URL(s3.baseUrl).host,
    rules,
    pollMs: pollOf(jobs.baseUrl, POLL_MS),
    notes: [
      `The examples go to ${spec.s3}, with LF Lens's script train_lora.py, which the job runs on one ${instance} as ${spec.role}.`,
      `SageMaker bills the instance until the job ends, at most ${maxHours} hours. What is in S3 stays there until you delete it.`,
    ],
    async upload({ name, bytes }, signal) {
      const place = placeOf(`data/${name.replace(/\.jsonl$/, "")}/${name}`);
      await putObject(s3, place, bytes, signal);
      return s3Uri(place);
    },
    async findUpload(name, signal) {
      const place = placeOf(`data/${name.replace(/\.jsonl$/, "")}/${name}`);
      return (await hasObject(s3, place, signal)) ? s3Uri(place) : undefined;
    },
    async isReady(ref, signal) {
      if (await hasObject(s3, parseS3(ref)!, signal)) return true;
      throw new ServiceFailure("gone", `${ref} is no longer there.`);
    },
    async create(order, signal) {
      const script = await readLoraScript(loraScript);
      const code = placeOf(`code/${script.name.replace(/\.py$/, "")}/${script.name}`);
      if (!(await hasObject(s3, code, signal))) await putObject(s3, code, script.bytes, signal);
      const body = createBody(spec, order, s3Uri(code), s3Uri(placeOf("models")));
      try {
        await call(jobs, "CreateTrainingJob", body, z.unknown(), signal);
      } catch (error) {
        // Names are unique and this one is the job's own: it is there already.
        if (!(error instanceof ServiceFailure && /already exists|Training job names must be unique/.test(error.message))) throw error;
      }
      return nameOf(order);
    },
    async find(order, signal) {
      try {
        const { TrainingJobName: name } = await call(jobs, "DescribeTrainingJob", { TrainingJobName: nameOf(order) }, jobSchema, signal);
        return [name];
      } catch (error) {
        if (error instanceof ServiceFailure && error.kind === "gone") return [];
        throw error;
      }
    },
    observe: (name, known, signal) => observe({ jobs, logs }, name, known, instance, signal),
    async cancel(name, _, signal) {
      try {
        await call(jobs, "StopTrainingJob", { TrainingJobName: name }, z.unknown(), signal);
      } catch (error) {
        // It has ended already; the next look shows how.
        if (!(error instanceof ServiceFailure && error.kind === "refused")) throw error;
      }
    },
    check: (signal) => checkSagemaker({ s3, jobs, logs, sts: serviceOf("AWS STS", "sts", "sts") }, spec, signal),
  };
}

/** A request of one of AWS's JSON services. */
const call = <T>(service: HttpService, operation: string, body: object, schema: z.ZodType<T>, signal?: AbortSignal): Promise<T> =>
  requestJson(
    service,
    {
      method: "POST",
      path: "/",
      bytes: Buffer.from(JSON.stringify(body)),
      headers: { "content-type": "application/x-amz-json-1.1", "x-amz-target": `SageMaker.${operation}` },
      signal,
    },
    schema,
  );

const nameOf = ({ key }: JobOrder): string => `lf-lens-${key}`;

function createBody(spec: SpecOf<"sagemaker">, order: JobOrder, code: string, models: string): object {
  const { ticket, files } = order;
  const { instance, capacity, maxHours, role, image } = spec;
  const channel = (name: string, uri: string): object => ({
    ChannelName: name,
    DataSource: { S3DataSource: { S3DataType: "S3Prefix", S3Uri: uri, S3DataDistributionType: "FullyReplicated" } },
  });
  const fileAt = (name: string, uri: string): string => `${INPUT}/${name}/${uri.split("/").at(-1)}`;
  const { training, validation } = files;
  const seconds = maxHours * 3600;
  const paths = {
    ...{ training: fileAt("training", training), model: `${INPUT}/model`, output: OUTPUT },
    ...(validation === undefined ? {} : { validation: fileAt("validation", validation) }),
  };
  return {
    TrainingJobName: nameOf(order),
    RoleArn: role,
    AlgorithmSpecification: {
      TrainingImage: image,
      TrainingInputMode: "File",
      ContainerEntrypoint: ["python3", fileAt("code", code)],
      ContainerArguments: loraArguments(paths, ticket.hyperparameters),
    },
    InputDataConfig: [
      channel("training", training),
      ...(validation === undefined ? [] : [channel("validation", validation)]),
      channel("code", code),
      channel("model", ticket.baseModel),
    ],
    OutputDataConfig: { S3OutputPath: models },
    ResourceConfig: { InstanceType: instance, InstanceCount: 1, VolumeSizeInGB: 100 },
    StoppingCondition: { MaxRuntimeInSeconds: seconds, ...(capacity === "spot" ? { MaxWaitTimeInSeconds: seconds } : {}) },
    ...(capacity === "spot" ? { EnableManagedSpotTraining: true } : {}),
    Tags: [{ Key: "created-by", Value: "lf-lens" }],
  };
}

async function observe(
  { jobs, logs }: { jobs: HttpService; logs: HttpService },
  name: string,
  known: Known,
  instance: string,
  signal?: AbortSignal,
): Promise<Observation> {
  const job = await call(jobs, "DescribeTrainingJob", { TrainingJobName: name }, jobSchema, signal);
  const state = stateOf(job);
  if (!state) throw oddReply(jobs.title, `the job's status is "${job.TrainingJobStatus}", which LF Lens does not know.`);
  const { log, complete, ...read } = await readLog(logs, name, known.cursor, signal);
  const model = job.ModelArtifacts?.S3ModelArtifacts;
  const entries = [...stageEntries(job, instance, jobs.now()), ...log];
  return {
    state,
    ...read,
    log: entries.filter(({ id }) => !known.logIds.has(id)),
    logComplete: complete,
    checkpoints: [],
    ...(state === "succeeded" && model ? { tunedModel: model } : {}),
    ...(state === "failed" ? { problem: problemOf(job) } : {}),
    ...(isFinal(state) ? { paused: false } : {}),
  };
}
