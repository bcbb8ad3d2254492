import type { EvaluatedProject } from "../../../../src/protocol/evaluationPanel";
import { Alone } from "../../ui/Alone";
import { ErrorBar } from "../../ui/ErrorBar";
import { Progress } from "../../ui/Progress";
import { NoProject } from "../clarity/Notices";
import { Confusion } from "./Confusion";
import { Crossover } from "./Crossover";
import { dismissError, useEvaluationState, type View } from "./evaluationState";
import { FeatureWeights } from "./FeatureWeights";
import { FiguresTable } from "./FiguresTable";
import { GoldCandidates } from "./GoldCandidates";
import { Disagreements, WrongGold } from "./RowLists";
import { NoRun, RunHeader, RunNotices } from "./RunHeader";
import { SideBySide } from "./SideBySide";

/** What is known of a project's end models, and of any other model measured on the same rows. */
export function EvaluationApp() {
  const { snapshot, view, error } = useEvaluationState();
  return (
    <>
      {error !== undefined && <ErrorBar message={error} onDismiss={dismissError} />}
      {!snapshot?.project && (
        <Alone title="Evaluation">
          {!snapshot && error === undefined && <Progress text="Waiting for the editor" />}
          {snapshot && <NoProject />}
        </Alone>
      )}
      {snapshot?.project && (
        <main className="overview evaluation">
          <RunHeader projects={snapshot.projects} project={snapshot.project} />
          <RunNotices project={snapshot.project} />
          {snapshot.project.run ? (
            <Run project={snapshot.project} run={snapshot.project.run} view={view} />
          ) : (
            <NoRun project={snapshot.project} />
          )}
        </main>
      )}
    </>
  );
}

function Run({ project, run, view }: { project: EvaluatedProject; run: NonNullable<EvaluatedProject["run"]>; view: View }) {
  const { evaluation, training } = run;
  return (
    <>
      <FiguresTable evaluation={evaluation} covered={view.covered} />
      <Confusion evaluation={evaluation} view={view} current={project.current} />
      <div className="evaluation-pair">
        <GoldCandidates training={training} runs={project.runs} />
        {evaluation.crossover && <Crossover crossover={evaluation.crossover} />}
      </div>
      <SideBySide project={project} run={run} view={view} />
      <Disagreements evaluation={evaluation} />
      <WrongGold evaluation={evaluation} />
      <FeatureWeights evaluation={evaluation} />
    </>
  );
}
