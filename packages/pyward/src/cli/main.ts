import { processIo } from "./io.ts";
import { run } from "./run.ts";

void run(process.argv.slice(2), processIo()).then((code) => {
  // Not `process.exit`: one run of some hundreds then hung, with code still being compiled on other threads.
  process.exitCode = code;
});
