import assert from "node:assert/strict";
import { existsSync, readFileSync } from "node:fs";
import { resolve } from "node:path";
import Ajv2020, { type ValidateFunction } from "ajv/dist/2020";

const path = resolve(__dirname, "../../../../shared/openai/openapi.json");

/** Without the specification the servers run all the same; only the check of their protocol is left out. */
export const hasOpenAiSpec = existsSync(path);

let ajv: Ajv2020 | undefined;
const validators = new Map<string, ValidateFunction>();

/** Holds a request's or a reply's body to a schema of OpenAI's published specification. */
export function assertFollows(schema: string, body: unknown): void {
  if (!hasOpenAiSpec) return;
  ajv ??= new Ajv2020({ strict: false, validateFormats: false }).addSchema(
    JSON.parse(readFileSync(path, "utf8"), modernize) as object,
    "openai",
  );
  const validate = validators.get(schema) ?? ajv.compile({ $ref: `openai#/components/schemas/${schema}` });
  validators.set(schema, validate);
  assert.ok(validate(body), `${schema}: ${ajv.errorsText(validate.errors)} in ${JSON.stringify(body)}`);
}

/**
 * The document calls itself OpenAPI 3.1, but in places writes `exclusiveMinimum: true` and `nullable: true`, as 3.0 did; ajv takes
 * the one as a number only, and the other only beside a type.
 */
function modernize(_: string, value: unknown): unknown {
  const schema = value as { minimum?: number; exclusiveMinimum?: unknown; nullable?: unknown; type?: unknown } | null;
  if (schema?.nullable === true && schema.type === undefined) {
    const { nullable: _nullable, ...rest } = schema;
    return { anyOf: [rest, { type: "null" }] };
  }
  return schema?.exclusiveMinimum === true ? { ...schema, exclusiveMinimum: schema.minimum } : value;
}
