import { processIo } from "./io.ts";
import { run } from "./run.ts";

void run(process.argv.slice(2), processIo()).then((code) => {
  // At once: all is written, and before Node ends by itself it collects garbage and takes its heap apart.
  process.exit(code);
});
