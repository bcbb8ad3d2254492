import type { Checkpoint } from "../../../../src/protocol/jobsPanel";
import { wholeNumber, counted } from "../../../../src/core/data/numberText";
import { Button } from "../../ui/Button";
import { Fold } from "../../ui/Fold";
import { Icon } from "../../ui/Icon";
import { copy } from "./jobState";
import { figure } from "./jobText";

/** The states of the model that were kept on the way. */
export function Checkpoints({ checkpoints }: { checkpoints: readonly Checkpoint[] }) {
  if (checkpoints.length === 0) return null;
  return (
    <Fold id="checkpoints-title" title="Checkpoints" summary={counted(checkpoints.length, "checkpoint")} open={checkpoints.length <= 5}>
      <div className="table-scroll" tabIndex={0} role="region" aria-label="Checkpoints">
        <table className="figures">
          <thead>
            <tr>
              <th scope="col" className="number">
                Step
              </th>
              <th scope="col" className="number">
                Training loss
              </th>
              <th scope="col" className="number">
                Validation loss
              </th>
              <th scope="col">Model</th>
            </tr>
          </thead>
          <tbody>
            {checkpoints.map(({ id, step, model, trainLoss, validLoss }) => (
              <tr key={id}>
                <th scope="row" className="number">
                  {wholeNumber(step)}
                </th>
                <td className="number">{figure(trainLoss)}</td>
                <td className="number">{figure(validLoss)}</td>
                <td>
                  <span className="copyable">
                    <code className="path">{model}</code>
                    <Button appearance="icon" label={`Copy the model name of step ${step}`} onClick={() => copy(model)}>
                      <Icon name="copy" />
                    </Button>
                  </span>
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      </div>
    </Fold>
  );
}
