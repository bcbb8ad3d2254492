import type { ProjectSnapshot, Scope } from "../../../../src/protocol/panel";
import { wholeNumber, counted } from "../../../../src/core/data/numberText";
import { chooseScope } from "../../state";
import { Segments } from "../../ui/Segments";
import { rowsInAll } from "./scope";

/** Turns all numbers to the sample's or to those of all rows; nothing to turn where the sample is all of them. */
export function ScopeSwitch({ project, scope }: { project: ProjectSnapshot; scope: Scope }) {
  const [sample, all] = [project.data?.sampleRows ?? 0, rowsInAll(project)];
  if (sample >= all && scope === "sample") return null;
  return (
    <Segments
      label="Numbers of"
      value={scope}
      options={[
        { value: "sample", text: `Sample (${counted(sample, "row")})` },
        { value: "allRows", text: `All rows (${wholeNumber(all)})` },
      ]}
      onChange={chooseScope}
    />
  );
}
