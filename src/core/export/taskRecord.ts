import type { TaskFormat } from "./exportOptions";
import type { TaskExample } from "./taskTemplate";

/**
 * The object that stands on a line of a task file: `chat` is OpenAI's `messages` (also Azure's and Together's), `prompt` has
 * `prompt` and `completion` (Snowflake, Together), `contents` is Vertex AI's for Gemini.
 */
export function taskRecord(format: TaskFormat, { system, prompt, completion }: TaskExample): object {
  switch (format) {
    case "chat": {
      const first = system === "" ? [] : [{ role: "system", content: system }];
      return { messages: [...first, { role: "user", content: prompt }, { role: "assistant", content: completion }] };
    }
    case "prompt":
      return { prompt: system === "" ? prompt : `${system}\n\n${prompt}`, completion };
    case "contents": {
      const turn = (role: string, text: string): object => ({ role, parts: [{ text }] });
      const first = system === "" ? {} : { systemInstruction: turn("system", system) };
      return { ...first, contents: [turn("user", prompt), turn("model", completion)] };
    }
  }
}
