import { followJob } from "../../src/jobs/runner";

// The world's clean-up belongs to mocha; in this process nothing is to be cleaned up.
Object.assign(globalThis, { after: () => {}, afterEach: () => {} });

const [folder = "", id = "", time = ""] = process.argv.slice(2);
void import("./world").then(({ newWorld }) => followJob(id, newWorld({ folder, realTime: time === "real time" }).tools));
