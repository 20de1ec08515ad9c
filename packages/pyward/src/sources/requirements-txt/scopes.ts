import type { Scope } from "../../model/index.ts";

/** Words of a file's name that say what it is for, and the dependency group that they stand for. */
const GROUPS: ReadonlyMap<string, string> = new Map([
  ["dev", "dev"],
  ["develop", "dev"],
  ["development", "dev"],
  ["local", "dev"],
  ["test", "test"],
  ["tests", "test"],
  ["testing", "test"],
  ["doc", "docs"],
  ["docs", "docs"],
  ["documentation", "docs"],
  ["lint", "lint"],
  ["linting", "lint"],
  ["ci", "ci"],
  ["typing", "typing"],
  ["mypy", "typing"],
  ["bench", "bench"],
  ["benchmark", "bench"],
  ["benchmarks", "bench"],
]);

/** `requirements-dev.txt`, `dev-requirements.txt` and `requirements/dev.txt` are group `dev`; any other name is `main`. */
export function scopeOf(path: string): Scope {
  const name = path.slice(path.lastIndexOf("/") + 1).toLowerCase();
  for (const word of name.split(/[-_.]/)) {
    const group = GROUPS.get(word);
    if (group !== undefined) return `group:${group}`;
  }
  return "main";
}

/** Of a file that another includes: what is installed with `main` is `main`, whatever its own file is called. */
export function nestedScope(outer: Scope, path: string): Scope {
  return outer === "main" ? "main" : scopeOf(path);
}
