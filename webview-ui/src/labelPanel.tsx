import "@vscode/codicons/dist/codicon.css";
import { createRoot } from "react-dom/client";
import { LabelApp } from "./panels/labelRows/LabelApp";
import { start } from "./panels/labelRows/labelState";
import "./styles/base.css";
import "./styles/labelTones.css";
import "./styles/layout.css";
import "./styles/labelRows.css";

createRoot(document.getElementById("root")!).render(<LabelApp />);
start();
