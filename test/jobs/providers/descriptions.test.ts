import assert from "node:assert/strict";
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { keyVariable } from "../../../src/cli/finetune/tools";
import { descriptions, idOf } from "../../../src/jobs/providers/descriptions";
import { secretOf } from "../../../src/jobs/secrets";
import { parseTicket } from "../../../src/jobs/ticket";
import { keysOfOthers, keyTitle, ownKeys, providerChoices, settingsOf } from "../../../src/services/jobs/providerChoices";

const root = join(__dirname, "..", "..", "..");
const own = join("src", "jobs", "providers");

/** Answers to what the settings of some choices need. */
const answers: Readonly<Record<string, Record<string, string>>> = {
  command: { command: '["train", "{training}"]' },
  compatible: { baseUrl: "https://models.example/v1" },
  azure: { endpoint: "https://name.openai.azure.com" },
  huggingface: { namespace: "me" },
  sagemaker: {
    ...{ region: "eu-west-1", s3: "s3://bucket/folder", role: "arn:aws:iam::123456789012:role/training", profile: "" },
    ...{ image: "763104351884.dkr.ecr.eu-west-1.amazonaws.com/huggingface-pytorch-training:2.1", instance: "ml.g5.2xlarge" },
  },
};

describe("what is known of providers", () => {
  it("is known in their own folders only", () => {
    // Some are words of other things, too: a format of exports, an endpoint of a model.
    const ids = descriptions.map(idOf).filter((id) => !["command", "local", "huggingface"].includes(id));
    const name = new RegExp(`["'\`](${ids.join("|")})["'\`]|\\.azure\\.|api\\.(openai|together)|(OPENAI|TOGETHER)_`);
    const files = ["src", "webview-ui/src"]
      .flatMap((top) => readdirSync(join(root, top), { recursive: true, encoding: "utf8" }).map((path) => join(top, path)))
      .filter((path) => /\.tsx?$/.test(path));
    assert.ok(files.some((path) => path.startsWith(own)));
    const knowing = files.filter((path) => name.test(readFileSync(join(root, path), "utf8")));
    assert.deepEqual(
      knowing.filter((path) => !path.startsWith(own)),
      [],
    );
  });

  it("makes a ticket of each choice of the menu", () => {
    const made = providerChoices.map(({ id }) => {
      const provider = settingsOf(id, answers[id] ?? {}, "/project");
      return parseTicket({ provider, baseModel: "m", training: "t.jsonl" }).provider;
    });
    assert.deepEqual(
      made.map(({ id }) => id),
      ["local", "command", "openai", "openai", "azure", "together", "sagemaker", "huggingface", "mistral", "cohere", "databricks"],
    );
    assert.deepEqual(made[1], { id: "command", command: ["train", "{training}"], folder: "/project" });
    assert.deepEqual(
      made.map((spec) => secretOf(spec)?.name),
      [
        ...[undefined, undefined, { provider: "openai" }, { provider: "openai", host: "models.example" }],
        ...[
          { provider: "azure", host: "name.openai.azure.com" },
          { provider: "together" },
          { provider: "aws" },
          { provider: "huggingface" },
          undefined,
          undefined,
          undefined,
        ],
      ],
    );
  });

  it("says what a key is called, and where it is found", () => {
    assert.deepEqual(ownKeys.map(keyTitle), ["OpenAI", "Together AI", "AWS", "Hugging Face Jobs"]);
    assert.deepEqual(
      keysOfOthers.map(({ provider }) => keyTitle({ provider, host: "h" })),
      ["the service at h", "Azure OpenAI at h", "the service at h"],
    );
    const names = [{ provider: "openai" }, { provider: "together" }, { provider: "azure", host: "name.openai.azure.com" }];
    assert.deepEqual(names.map(keyVariable), ["OPENAI_API_KEY", "TOGETHER_API_KEY", "AZURE_OPENAI_API_KEY"]);
    const aws = ["accessKeyId", "secretAccessKey", "sessionToken"].map((field) => keyVariable({ provider: "aws", field }));
    assert.deepEqual(aws, ["AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY", "AWS_SESSION_TOKEN"]);
    assert.equal(keyVariable({ provider: "aws", host: "h", field: "accessKeyId" }), undefined);
    // Anybody may rent a machine under azure.com, and a service's own key goes to no other host.
    const others = ["rented.westeurope.cloudapp.azure.com", "openai.azure.com.example"].map((host) => ({ provider: "azure", host }));
    for (const name of [...others, { provider: "openai", host: "models.example" }, { provider: "together", host: "api.together.ai" }])
      assert.equal(keyVariable(name), "LF_LENS_API_KEY");
  });
});
