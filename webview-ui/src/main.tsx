import "@vscode/codicons/dist/codicon.css";
import { createRoot } from "react-dom/client";
import { App } from "./App";
import { start } from "./state";
import "./styles/base.css";
import "./styles/labelTones.css";
import "./styles/layout.css";
import "./styles/fold.css";
import "./styles/header.css";
import "./styles/allRows.css";
import "./styles/matrix.css";
import "./styles/labelModel.css";
import "./styles/lfTable.css";
import "./styles/rows.css";
import "./styles/why.css";

createRoot(document.getElementById("root")!).render(<App />);
start();
