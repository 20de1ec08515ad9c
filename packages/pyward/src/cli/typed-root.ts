import { memoryTree } from "../host/memory/index.ts";
import { PywardError } from "../model/index.ts";
import { parseRequirement } from "../python/index.ts";
import type { AuditRoot } from "../read-projects.ts";

const FILE = "requirements.txt";

/**
 * What was typed, as a tree of one requirements file, a line each: it is then read, audited and told like any other.
 * Throws PywardError `usage` for what is no requirement of PEP 508: an option or an include of pip is not taken here.
 */
export function typedRoot(requirements: readonly string[]): AuditRoot {
  for (const text of requirements) {
    const parsed = parseRequirement(text);
    if (!parsed.ok || /[\n\r#\\]/.test(text)) {
      throw new PywardError("usage", `${text} is no requirement`, {
        hint: "Write a name and a version: pyward check django==4.2.0",
      });
    }
  }
  return {
    tree: memoryTree({ [FILE]: `${requirements.join("\n")}\n` }),
    folders: [],
    files: [{ path: FILE, source: "requirements-txt" }],
    environments: [],
    workingDirectory: "",
    display: (path) => (path === FILE ? "command line" : path === "" ? "." : path),
  };
}
