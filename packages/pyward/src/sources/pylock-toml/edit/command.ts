import type { FileTree } from "../../../host/index.ts";
import { readText } from "../../shared/read-text.ts";

/** What writes a lock anew with one package at one release; null: nobody knows. */
export type CommandFor = (name: string, to: string) => readonly string[] | null;

/** Of what stands in the lock, and lies beside it. */
export async function commandFor(tree: FileTree, path: string): Promise<CommandFor> {
  const folder = path.slice(0, path.lastIndexOf("/") + 1);
  const file = path.slice(folder.length);
  const read = await readText(tree, path, "TOML");
  const text = read.kind === "text" ? read.text : "";
  const creator = /^created-by = "(uv|pip|pdm)"$/m.exec(text)?.[1];
  // PDM takes the newest release that the manifest admits: which one is not for its command line to say.
  if (creator === "pdm") return (name) => ["pdm", "update", name, "--no-sync"];
  if (creator === "pip") {
    const isProject = (await tree.read(`${folder}pyproject.toml`)).kind === "file";
    return () => (isProject ? ["pip", "lock", `--output=${file}`, "."] : null);
  }
  const called = creator === "uv" ? calledWith(text) : null;
  const words = called ?? (/^index = "/m.test(text) ? ["uv", "export", "--format=pylock.toml"] : null);
  if (words === null || !/^[\w.-]+$/.test(file)) return () => null;
  return (name, to) => [...words, `--output-file=${file}`, `--upgrade-package=${name}==${to}`];
}

/** Options that uv repeats above a lock and that decide what is in it; all others are not repeated to anybody, since the lock may be a stranger's. */
const WITH_VALUE = new Set([
  "--extra",
  "--group",
  "--only-group",
  "--no-group",
  "--python-version",
  "--python-platform",
]);
const ALONE = new Set([
  ...["--all-extras", "--all-groups", "--no-default-groups", "--no-dev", "--only-dev", "--universal"],
  ...[
    "--all-packages",
    "--no-emit-project",
    "--no-emit-workspace",
    "--no-emit-local",
    "--no-annotate",
    "--no-header",
  ],
]);
const OF_OUTPUT = new Set(["--format", "--output-file", "-o"]);

/** `uv export …`, or `uv pip compile …` of files beside the lock; null: it is not there, or has anything else in it. */
function calledWith(text: string): readonly string[] | null {
  const line = /^#    uv (export|pip compile)((?: [^\n]*)?)$/m.exec(text.slice(0, 2000));
  if (line === null) return null;
  const start = ["uv", ...(line[1] ?? "").split(" ")];
  const words = (line[2] ?? "").split(" ").filter((word) => word !== "");
  const kept: string[] = [];
  for (let at = 0; at < words.length; at++) {
    const [option = "", joined] = (words[at] ?? "").split("=", 2);
    const value = joined ?? words[at + 1] ?? "";
    const takesValue = WITH_VALUE.has(option) || OF_OUTPUT.has(option);
    if (takesValue && joined === undefined) at++;
    if (WITH_VALUE.has(option) && /^[\w.-]+$/.test(value)) kept.push(`${option}=${value}`);
    else if (ALONE.has(option)) kept.push(option);
    else if (/^(?!\.\.?\/)[\w][\w.-]*(?:\/[\w][\w.-]*)*$/.test(words[at] ?? "") && !takesValue)
      kept.push(words[at] ?? "");
    else if (!OF_OUTPUT.has(option)) return null;
  }
  return [...start, ...kept, "--format=pylock.toml"];
}
