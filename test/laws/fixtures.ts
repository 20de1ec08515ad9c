import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join, relative, sep } from "node:path";
import type { Target } from "../../packages/pyward/src/sources/shared/source.ts";

/** One case of a source: what it reads, and what it should find there. */
export interface Fixture {
  /** The target's path in the fixtures folder, which is the root of the tree. */
  readonly name: string;
  /** Every file of the fixtures folder, so that a target can refer to others. */
  readonly files: Readonly<Record<string, Uint8Array>>;
  readonly target: Target;
  readonly expected: string;
}

const SUFFIX = ".expected.json";

/** NAME beside NAME.expected.json, for each of these in the folder or below it. NAME is a file or a directory. */
export function fixturesOf(folder: string): Fixture[] {
  if (!existsSync(folder)) return [];
  const paths = readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => relative(folder, join(entry.parentPath, entry.name)).split(sep).join("/"))
    .toSorted();
  const inputs = paths.filter((path) => !path.endsWith(SUFFIX));
  const files = Object.fromEntries(
    inputs.map((path) => [path, new Uint8Array(readFileSync(join(folder, path)))]),
  );
  return paths
    .filter((path) => path.endsWith(SUFFIX))
    .map((path) => {
      const name = path.slice(0, -SUFFIX.length);
      return { name, files, target: { path: name }, expected: join(folder, path) };
    });
}

/** What a fixture's expected file holds: `{dependencies, edges, gaps}`. */
export function readFixture(fixture: Fixture): unknown {
  return JSON.parse(readFileSync(fixture.expected, "utf8"));
}
