// `node bench/resolve-project.ts NAME INDEX CACHE`: one real project in a process of its own; milliseconds from the first question to the answer, and how many pins.
import { askOurs, realPins } from "../tools/conformance/resolve/our-resolver.ts";
import { BEFORE, PROJECTS } from "../tools/conformance/resolve/projects-list.ts";

const [name = "", indexUrl = null, cache = ""] = process.argv.slice(2);
const project = PROJECTS.find((one) => one.name === name);
if (project === undefined) throw new Error(`no project ${name}`);
const started = performance.now();
const pins = realPins(await askOurs({ ask: project.ask, before: BEFORE, cache, indexUrl }));
const time = performance.now() - started;
console.log(JSON.stringify({ time, pins: typeof pins === "string" ? pins : pins.size }));
// Connections that are kept alive would hold the process.
process.exit(0);
