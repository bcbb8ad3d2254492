import { evaluateTuned } from "../../../src/jobs/tuned/evaluateTuned";
import { planEvaluation } from "../../../src/jobs/tuned/plan";

// The world's clean-up belongs to mocha; in this process nothing is to be cleaned up.
Object.assign(globalThis, { after: () => {}, afterEach: () => {} });

const [folder = "", id = ""] = process.argv.slice(2);
void Promise.all([import("../world"), import("./tunedWorld")]).then(async ([{ newWorld }, { gold }]) => {
  const { tools } = newWorld({ folder });
  const plan = await planEvaluation(id, gold, {}, tools);
  await evaluateTuned(plan, plan.summary.hash, tools);
});
