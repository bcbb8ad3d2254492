import assert from "node:assert/strict";
import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { followJob } from "../../../src/jobs/runner";
import { awsCredentials } from "../../../src/jobs/providers/aws/credentials";
import { putObject } from "../../../src/jobs/providers/aws/s3";
import { awsService } from "../../../src/jobs/providers/aws/service";
import { renewed } from "../../../src/jobs/providers/http/authorize";
import type { Machine } from "../../../src/jobs/providers/machine";
import { stateOf } from "../../../src/jobs/providers/sagemaker/sagemakerReplies";
import { keepSecrets } from "../../../src/jobs/secrets";
import { KEY } from "../servers/openaiServer";
import { startSagemaker } from "../servers/sagemakerServer";
import { sagemakerSpec } from "../services";
import { fakeClock, loraScript, newFolder, newWorld } from "../world";

const nobody = (parts: Partial<Machine> = {}): Machine => ({
  env: {},
  home: newFolder(),
  run: () => Promise.reject(Object.assign(new Error("spawn aws ENOENT"), { code: "ENOENT" })),
  ...parts,
});

describe("a job at SageMaker", () => {
  it("runs the LoRA script of this version on the examples and the base model, with the settings of the ticket", async () => {
    const server = await startSagemaker();
    const world = newWorld();
    const provider = { ...sagemakerSpec(server.origin), capacity: "spot", maxHours: 2 };
    const job = await world.submit({ provider, baseModel: "s3://models/llama/", hyperparameters: { epochs: 2, loraRank: 16 } });
    const [{ id, body }] = server.jobs as [(typeof server.jobs)[number]];
    assert.equal(id, `lf-lens-${job.key}`);
    const script = [...server.objects].find(([path]) => path.includes("/code/"))!;
    assert.deepEqual(script[1], readFileSync(loraScript));
    const input = "/opt/ml/input/data";
    const [training, validation] = ["training", "validation"].map((role) => `${input}/${role}/lf-lens-${job.key}-${role}.jsonl`);
    assert.deepEqual(body.AlgorithmSpecification, {
      TrainingImage: "registry.example/training:1",
      TrainingInputMode: "File",
      ContainerEntrypoint: ["python3", `${input}/code/${script[0].split("/").at(-1)}`],
      ContainerArguments: [
        ...["--training", training, "--model", `${input}/model`, "--output", "/opt/ml/model", "--validation", validation],
        ...["--epochs", "2", "--lora-rank", "16"],
      ],
    });
    assert.deepEqual(
      [body["EnableManagedSpotTraining"], body["StoppingCondition"]],
      [true, { MaxRuntimeInSeconds: 7200, MaxWaitTimeInSeconds: 7200 }],
    );
    const log = (await followJob(job.id, world.tools)).log.map(({ message }) => message);
    const billed = "Billable time: 345 s of ml.g5.2xlarge.";
    assert.ok(log.includes(billed));
    assert.deepEqual(
      log.filter((message) => message !== billed),
      [
        "Starting: Preparing the instances for training",
        "Training: Training image download completed.",
        "12 training and 1 validation examples on cuda",
      ],
    );
  });

  it("goes on with a credential of the AWS CLI that ends in mid-job", async () => {
    const server = await startSagemaker();
    let made = 0;
    const keyOf = (number: number) => ({
      accessKeyId: "AKIDEXAMPLE",
      secretAccessKey: `secret-key-of-role-${number}`,
      sessionToken: `session-token-${number}`,
    });
    const machine = nobody({
      run: (program, args) => {
        assert.deepEqual([program, ...args], ["aws", "configure", "export-credentials", "--format", "process", "--profile", "work"]);
        server.key = keyOf(++made);
        const { accessKeyId: AccessKeyId, secretAccessKey: SecretAccessKey, sessionToken: SessionToken } = server.key;
        return Promise.resolve(
          JSON.stringify({ Version: 1, AccessKeyId, SecretAccessKey, SessionToken, Expiration: "2026-11-22T09:00:00Z" }),
        );
      },
    });
    const world = newWorld({ machine });
    server.fault = ({ name }) => {
      // Ended early: whoever holds the old one is refused.
      if (name.endsWith("DescribeTrainingJob") && server.jobs[0]!.looks === 2 && made < 2) server.key = keyOf(99);
      return undefined;
    };
    const provider = { ...sagemakerSpec(server.origin), profile: "work" };
    const job = await followJob((await world.add({ provider, baseModel: "s3://models/llama/" })).id, world.tools);
    assert.equal(job.state, "succeeded");
    assert.deepEqual([server.jobs.length, job.history.map(({ state }) => state)], [1, ["pending", "queued", "running", "succeeded"]]);
    assert.ok(made >= 2);
    assert.doesNotMatch(world.allText(), /secret-key-of-role|session-token-\d/);
  });

  it("is told apart in every state that is documented", () => {
    const table: Record<string, string> = {
      "InProgress/Starting": "queued",
      "InProgress/Pending": "queued",
      "InProgress/LaunchingMLInstances": "queued",
      "InProgress/PreparingTrainingStack": "queued",
      "InProgress/Downloading": "queued",
      "InProgress/DownloadingTrainingImage": "queued",
      "InProgress/Training": "running",
      "InProgress/Uploading": "running",
      "InProgress/Interrupted": "running",
      "InProgress/Restarting": "running",
      "InProgress/Updating": "running",
      "Stopping/Stopping": "running",
      "Deleting/Deleting": "running",
      "Completed/Completed": "succeeded",
      "Failed/Failed": "failed",
      "Stopped/Stopped": "cancelled",
      "Stopped/MaxRuntimeExceeded": "failed",
      "Stopped/MaxWaitTimeExceeded": "failed",
    };
    for (const [states, expected] of Object.entries(table)) {
      const [TrainingJobStatus, SecondaryStatus] = states.split("/") as [string, string];
      assert.equal(stateOf({ TrainingJobName: "j", TrainingJobStatus, SecondaryStatus }), expected, states);
    }
    assert.equal(stateOf({ TrainingJobName: "j", TrainingJobStatus: "Dreaming" }), undefined);
  });

  it("whose files were deleted in the meantime gets them again", async () => {
    const server = await startSagemaker();
    const world = newWorld();
    let lost = 1;
    server.fault = ({ name }) => {
      if (name.startsWith("HEAD") && name.endsWith("training.jsonl") && lost-- > 0) server.objects.clear();
      return undefined;
    };
    const job = await followJob((await world.add({ provider: sagemakerSpec(server.origin), baseModel: "s3://m/b/" })).id, world.tools);
    assert.deepEqual([job.state, server.files.length, server.jobs.length], ["succeeded", 2, 1]);
  });
});

describe("an object in S3", () => {
  it("goes up in parts, and goes on after those that are there", async () => {
    const server = await startSagemaker();
    const clock = fakeClock();
    const credential = renewed(
      () => Promise.resolve({ value: { accessKeyId: KEY, secretAccessKey: KEY, sessionToken: KEY }, renewable: false }),
      clock,
    );
    const s3 = awsService(
      { title: "Amazon S3", host: "s3", signing: "s3", region: "eu-west-1", endpoint: server.origin },
      credential,
      clock,
    );
    const bytes = Buffer.from(Array.from({ length: 1000 }, (_, index) => index % 251));
    const put = () => putObject(s3, { bucket: "bucket", key: "a folder/ü (1).jsonl" }, bytes, undefined, 300);
    let parts = 0;
    server.fault = ({ query }) => (query.has("partNumber") && ++parts === 3 ? "lost request" : undefined);
    await assert.rejects(put(), /Amazon S3 .* could not be reached/);
    assert.deepEqual([...server.parts.keys()], [1, 2]);
    server.seen.length = 0;
    await put();
    assert.deepEqual(server.objects.get("bucket/a folder/ü (1).jsonl"), bytes);
    assert.equal(server.seen.filter((name) => name.startsWith("PUT")).length, 2, "parts 3 and 4 alone");
    // A part that is not what it should be is sent again.
    server.parts.set(1, Buffer.from("another file's"));
    await put();
    assert.deepEqual(server.objects.get("bucket/a folder/ü (1).jsonl"), bytes);
  });
});

describe("an AWS credential", () => {
  const wanted = (machine: Machine, profile?: string, stored?: string) =>
    awsCredentials({
      ...{ machine, clock: fakeClock(), secrets: keepSecrets(() => Promise.resolve(stored)) },
      ...(profile === undefined ? {} : { profile }),
    }).get();

  it("is the stored one, then the environment's, then that of the credentials file, then what the AWS CLI knows", async () => {
    const home = newFolder();
    mkdirSync(join(home, ".aws"));
    writeFileSync(
      join(home, ".aws", "credentials"),
      "[default]\naws_access_key_id = FILEDEFAULT\naws_secret_access_key = file-secret-1\n\n[ work ]\r\naws_access_key_id=FILEWORK\r\naws_secret_access_key=file-secret-2=\r\naws_session_token=file-token-2\r\n",
    );
    const env = { AWS_ACCESS_KEY_ID: "ENVKEY", AWS_SECRET_ACCESS_KEY: "env-secret-1" };
    const run: Machine["run"] = () =>
      Promise.resolve(JSON.stringify({ Version: 1, AccessKeyId: "CLIKEY", SecretAccessKey: "cli-secret-1" }));
    const machine = nobody({ env, home, run });
    assert.equal((await wanted(machine, undefined, "stored-secret")).secretAccessKey, "stored-secret");
    assert.deepEqual(await wanted(machine), { accessKeyId: "ENVKEY", secretAccessKey: "env-secret-1" });
    assert.deepEqual(await wanted({ ...machine, env: {} }), { accessKeyId: "FILEDEFAULT", secretAccessKey: "file-secret-1" });
    const work = { accessKeyId: "FILEWORK", secretAccessKey: "file-secret-2=", sessionToken: "file-token-2" };
    assert.deepEqual(await wanted(machine, "work", "stored-secret"), work);
    assert.deepEqual(await wanted({ ...machine, env: { AWS_PROFILE: "work" } }), work);
    assert.deepEqual(await wanted(machine, "sso"), { accessKeyId: "CLIKEY", secretAccessKey: "cli-secret-1" });
  });

  it("that is nowhere, or has to be signed in for, says what to do", async () => {
    await assert.rejects(
      wanted(nobody()),
      /no AWS credential \(the AWS CLI is not installed\)\. Set an access key, or sign in with `aws sso login`, then resume/,
    );
    const expired = nobody({
      run: () => Promise.reject(new Error("Error when retrieving token from sso: Token has expired and refresh failed")),
    });
    await assert.rejects(
      wanted(expired, "work"),
      /for the profile "work" \(Error when .* refresh failed\)\. .*`aws sso login --profile work`/,
    );
  });
});

describe("the connection to SageMaker", () => {
  const checks = async (change: (server: Awaited<ReturnType<typeof startSagemaker>>) => void, parts: object = {}) => {
    const server = await startSagemaker();
    change(server);
    const world = newWorld();
    const ticket = world.ticket({ provider: { ...sagemakerSpec(server.origin), ...parts } });
    const found = await world.tools.provider(ticket).check!();
    assert.ok(
      server.seen.every((name) => !name.includes("Create") && !name.startsWith("PUT")),
      "nothing is made",
    );
    return found.map(({ what, ok, says }) => `${ok ? "ok" : "no"} ${what}: ${says}`);
  };

  it("is told part by part", async () => {
    assert.deepEqual(await checks(() => {}), [
      "ok Credential: You are arn:aws:iam::998877665544:user/me.",
      "ok Bucket: bucket is in eu-west-1.",
      "ok Training jobs: They can be listed. Whether the role can be passed and the instance's quota suffices shows when a job is made.",
      "ok Log: It can be read.",
    ]);
  });

  it("says what is missing in AWS's words, with the fix", async () => {
    const [key] = await checks((server) => (server.key = { accessKeyId: "OTHER", secretAccessKey: "another-secret" }));
    assert.match(key!, /^no Credential: AWS STS answered 400: The security token is not right\. Check the credential/);
    const [role] = await checks(() => {}, { role: "arn:aws:iam::111122223333:role/theirs" });
    assert.match(role!, /is of account 111122223333\. Use a role of your own account\./);
    const [, bucket] = await checks((server) => (server.region = "us-east-1"));
    assert.match(bucket!, /^no Bucket: bucket is in us-east-1, and the job would be in eu-west-1\. Use a bucket of the job's region\./);
    const [, , jobs, log] = await checks((server) => server.denied.push("SageMaker.ListTrainingJobs", "Logs_20140328.FilterLogEvents"));
    assert.match(
      jobs!,
      /^no Training jobs: .*is not authorized to perform: SageMaker\.ListTrainingJobs.*It takes sagemaker:CreateTrainingJob/,
    );
    assert.match(log!, /^no Log: .*It takes logs:FilterLogEvents; without it a job runs/);
  });
});
