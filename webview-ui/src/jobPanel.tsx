import "@vscode/codicons/dist/codicon.css";
import "uplot/dist/uPlot.min.css";
import { createRoot } from "react-dom/client";
import { JobApp } from "./panels/job/JobApp";
import { start } from "./panels/job/jobState";
import "./styles/base.css";
import "./styles/layout.css";
import "./styles/fold.css";
import "./styles/header.css";
import "./styles/plot.css";
import "./styles/job.css";

createRoot(document.getElementById("root")!).render(<JobApp />);
start();
