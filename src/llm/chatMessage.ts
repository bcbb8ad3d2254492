import * as z from "zod";

/**
 * Messages as OpenAI documents them for fine-tuning (API reference: FineTuneChatRequestInput), with the tool calls and images of
 * its function-calling and vision guides. Who may say what is checked in jobs/validate/messages.ts, by the provider's rules.
 */
const contentPartSchema = z.discriminatedUnion("type", [
  z.strictObject({ type: z.literal("text"), text: z.string() }),
  z.strictObject({
    type: z.literal("image_url"),
    /** An address, or the image itself as a base64 data URL. */
    image_url: z.strictObject({ url: z.string().min(1), detail: z.enum(["auto", "low", "high"]).optional() }),
  }),
  z.strictObject({ type: z.literal("refusal"), refusal: z.string() }),
]);

const calledSchema = z.strictObject({
  name: z.string().min(1),
  arguments: z.string('must be JSON as text, as in "{\\"city\\": \\"Oslo\\"}"'),
});
const toolCallSchema = z.strictObject({ id: z.string().min(1), type: z.literal("function"), function: calledSchema });

const functionSchema = z.strictObject({
  name: z.string().regex(/^[\w-]{1,64}$/, "must be 1 to 64 letters, digits, _ and -"),
  description: z.string().optional(),
  parameters: z.record(z.string(), z.unknown()).optional(),
  strict: z.boolean().nullish(),
});

const contentSchema = z.union(
  [z.string(), z.array(contentPartSchema).min(1), z.null()],
  "must be text, or a list of parts of type text, image_url or refusal",
);

export const messageSchema = z.strictObject({
  role: z.string(),
  content: contentSchema.optional(),
  /** 0 keeps an assistant's message out of the training loss. */
  weight: z.union([z.literal(0), z.literal(1)]).optional(),
  name: z.string().optional(),
  refusal: z.string().nullish(),
  tool_calls: z.array(toolCallSchema).min(1).optional(),
  /** The call that a tool's message answers. */
  tool_call_id: z.string().optional(),
  /** The older form of a tool call. */
  function_call: calledSchema.nullish(),
});
export type ChatMessage = Readonly<z.infer<typeof messageSchema>>;

export const recordSchema = z.strictObject({
  messages: z.array(messageSchema).min(1),
  tools: z.array(z.strictObject({ type: z.literal("function"), function: functionSchema })).optional(),
  parallel_tool_calls: z.boolean().optional(),
  functions: z.array(functionSchema).optional(),
});
/** An example as every provider's file is written from: what is said to the model, and last what it should answer. */
export type ChatRecord = Readonly<Omit<z.infer<typeof recordSchema>, "messages">> & { readonly messages: readonly ChatMessage[] };

/** A message as templates make it. */
export interface TextMessage {
  readonly role: "system" | "user" | "assistant";
  readonly content: string;
}

export type ImagePart = Extract<z.infer<typeof contentPartSchema>, { type: "image_url" }>;

const partsOf = ({ content }: ChatMessage) => (Array.isArray(content) ? content : []);

export const imagesOf = (message: ChatMessage): ImagePart[] => partsOf(message).filter((part) => part.type === "image_url");

export const hasRefusalPart = (message: ChatMessage): boolean => partsOf(message).some(({ type }) => type === "refusal");

/** What a message says in words: its text parts and refusals, one a line. Images and tool calls are none. */
export function textOf(message: ChatMessage): string {
  const { content, refusal } = message;
  if (typeof content === "string") return content;
  const parts = partsOf(message).flatMap((part) => (part.type === "text" ? part.text : part.type === "refusal" ? part.refusal : []));
  return [...parts, ...(refusal ? [refusal] : [])].join("\n");
}

/** The functions that a message calls, each with its arguments. */
export const callsOf = ({ tool_calls, function_call }: ChatMessage): readonly { readonly name: string; readonly arguments: string }[] => [
  ...(tool_calls ?? []).map((call) => call.function),
  ...(function_call ? [function_call] : []),
];

/** The last message, in words or as the calls that it makes: what the model is trained to answer. */
export function completionOf({ messages }: ChatRecord): string {
  const last = messages.at(-1)!;
  const calls = callsOf(last).map((call) => `${call.name}(${call.arguments})`);
  return [...(calls.length > 0 && textOf(last) === "" ? [] : [textOf(last)]), ...calls].join("\n");
}

/** Everything said before the last message, as one comparable text. */
export const promptOf = ({ messages, tools, functions }: ChatRecord): string =>
  JSON.stringify([
    messages
      .slice(0, -1)
      .map((message) => [
        message.role,
        textOf(message),
        ...imagesOf(message).map(({ image_url }) => image_url.url),
        ...callsOf(message).map((call) => [call.name, call.arguments]),
      ]),
    ...((tools ?? functions) ? [tools, functions] : []),
  ]);
