import "@vscode/codicons/dist/codicon.css";
import "uplot/dist/uPlot.min.css";
import { createRoot } from "react-dom/client";
import { EvaluationApp } from "./panels/evaluation/EvaluationApp";
import { start } from "./panels/evaluation/evaluationState";
import "./styles/base.css";
import "./styles/labelTones.css";
import "./styles/layout.css";
import "./styles/fold.css";
import "./styles/header.css";
import "./styles/matrix.css";
import "./styles/labelModel.css";
import "./styles/plot.css";
import "./styles/evaluation.css";

createRoot(document.getElementById("root")!).render(<EvaluationApp />);
start();
