import { render } from "preact";
import type { Report } from "../../pyward/src/model/index.ts";
import { Page } from "./page.tsx";

const place = document.getElementById("page");
const data = document.getElementById("report");
if (place === null || data === null) throw new Error("this is not a page of pyward");
// The reporter wrote it into this very file, from a Report.
const report: Report = JSON.parse(data.textContent);
place.replaceChildren();
render(<Page report={report} />, place);
document.documentElement.dataset["ready"] = "";
