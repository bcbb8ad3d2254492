import { completionOf, promptOf } from "../../llm/chatMessage";
import type { Example, Finding } from "./finding";

/** Examples that are there twice, that contradict each other, or that stand in both files. */
export function checkRepeats(training: readonly Example[], validation: readonly Example[]): Finding[] {
  const inTraining = firstByPrompt(training);
  const overlap = validation.flatMap((example): Finding[] => {
    const twin = inTraining.get(promptOf(example.record));
    if (!twin) return [];
    const message = `The same prompt is in the training file, line ${twin.line}: the validation loss will look better than it is.`;
    return [{ kind: "overlap", severity: "warning", file: example.file, line: example.line, message }];
  });
  return [...repeatsWithin(training, inTraining), ...repeatsWithin(validation, firstByPrompt(validation)), ...overlap];
}

function repeatsWithin(examples: readonly Example[], first: ReadonlyMap<string, Example>): Finding[] {
  return examples.flatMap((example): Finding[] => {
    const { file, line, record } = example;
    const earlier = first.get(promptOf(record))!;
    if (earlier === example) return [];
    const [theirs, ours] = [completionOf(earlier.record), completionOf(record)];
    return theirs === ours
      ? [{ kind: "duplicates", severity: "warning", file, line, message: `The same as line ${earlier.line}.` }]
      : [
          {
            kind: "contradictions",
            severity: "warning",
            file,
            line,
            message: `The same prompt as line ${earlier.line}, but "${short(ours)}" here and "${short(theirs)}" there.`,
          },
        ];
  });
}

function firstByPrompt(examples: readonly Example[]): Map<string, Example> {
  const first = new Map<string, Example>();
  for (const example of examples) {
    const prompt = promptOf(example.record);
    if (!first.has(prompt)) first.set(prompt, example);
  }
  return first;
}

const short = (text: string): string => (text.length > 40 ? `${text.slice(0, 39)}…` : text);
