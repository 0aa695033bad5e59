// Starts the page.
import { createRoot } from "react-dom/client";
import "slack-blocks-to-jsx/dist/style.css";
import { App } from "./App";
import { startTheme } from "./shell/theme";
import { Store } from "./state/store";
import "./styles/index.css";

startTheme();
const root = document.getElementById("root");
if (root) createRoot(root).render(<App store={new Store()} />);
