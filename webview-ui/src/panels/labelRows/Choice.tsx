import type { LabelProject, Strategy } from "../../../../src/protocol/labelPanel";
import { Dropdown } from "../../ui/Dropdown";
import { choose } from "./labelState";

const names: Readonly<Record<Strategy, string>> = {
  value: "Most worth judging",
  random: "Random",
  uncertain: "Most uncertain",
  conflicting: "Most conflicting",
  uncovered: "Without a vote",
  lf: "Votes of one LF",
  label: "Of one label",
  models: "Models disagree",
  assigned: "Assigned to me",
  disputed: "People disagree",
  issues: "Likely wrong gold",
  column: "Gold column differs",
};

/** Which rows come, and why these. */
export function Choice({ project }: { project: LabelProject }) {
  const { choice, strategies, lfs, labels } = project;
  const why = strategies.find(({ name }) => name === choice.strategy)?.why;
  const take = (strategy: Strategy): void =>
    choose({
      strategy,
      ...(strategy === "lf" && lfs[0] !== undefined ? { lf: lfs[0] } : {}),
      ...(strategy === "label" && labels[0] !== undefined ? { label: labels[0] } : {}),
    });
  const options = (values: readonly string[]): { value: string; text: string }[] => values.map((value) => ({ value, text: value }));
  return (
    <header className="label-choice">
      <Dropdown
        label="Rows"
        value={choice.strategy}
        options={strategies.map(({ name }) => ({ value: name, text: names[name] }))}
        onChange={(value) => take(value as Strategy)}
      />
      {choice.strategy === "lf" && (
        <Dropdown label="LF" value={choice.lf ?? ""} options={options(lfs)} onChange={(lf) => choose({ strategy: "lf", lf })} />
      )}
      {choice.strategy === "label" && (
        <Dropdown
          label="Label"
          value={choice.label ?? ""}
          options={options(labels)}
          onChange={(label) => choose({ strategy: "label", label })}
        />
      )}
      <p className="muted">
        {why}
        {project.votesBefore && " Votes are shown before you choose: that biases your labels towards them."}
      </p>
    </header>
  );
}
