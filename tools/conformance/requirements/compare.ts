// Compares how pyward and pip read requirements files, line by line. Differences that are meant are named in meant.ts.
//
//   node tools/conformance/requirements/compare.ts PYTHON [SEED] [COUNT]
//
// PYTHON is an interpreter that can import pip 26. Exit code 1: there are unexplained differences.
import { spawnSync } from "node:child_process";
import { join } from "node:path";
import { memoryTree } from "../../../packages/pyward/src/host/memory/index.ts";
import { normalizeName, formatSpecifiers } from "../../../packages/pyward/src/python/index.ts";
import { decodeRequirements } from "../../../packages/pyward/src/syntax/requirement-lines/index.ts";
import { requirementsTxt } from "../../../packages/pyward/src/sources/requirements-txt/index.ts";
import { parseRequirements } from "../../../packages/pyward/src/sources/requirements-txt/parse.ts";
import type { Entry } from "../../../packages/pyward/src/sources/requirements-txt/parse.ts";
import { look, settle } from "../../../packages/pyward/src/sources/requirements-txt/settle.ts";
import { makeCases, type Case } from "./cases.ts";
import { excuse, type Fact } from "./meant.ts";

interface PipLink {
  readonly kind: "path" | "vcs" | "url";
  readonly url?: string;
  readonly path?: string;
  readonly hash: readonly string[];
}

interface PipLine {
  readonly line: number;
  readonly kind: "requirement" | "include" | "error";
  readonly name?: string | null;
  readonly specifiers?: string;
  readonly extras?: readonly string[];
  readonly marker?: string | null;
  readonly hashes?: readonly string[];
  readonly link?: PipLink | null;
  readonly editable?: boolean;
  readonly path?: string;
  readonly constraint?: boolean;
  readonly error?: string;
}

interface PipFile {
  readonly id: string;
  readonly undecodable: boolean;
  readonly lines: readonly PipLine[];
  readonly whole: readonly PipLine[] | null;
}

/** Codes of gaps that pip has no part in, or errors of pip that end the whole reading there. */
const EXPLAINED: ReadonlySet<string> = new Set(["unparsable-line", "url-without-version"]);

const [python = "python3", seed = "1", count = "3000"] = process.argv.slice(2);
const cases = makeCases(Number(seed), Number(count));
const excused = new Map<string, number>();
let differences = 0;
let lines = 0;
const answers = askPip(cases);
for (const [index, one] of cases.entries()) {
  const pip = answers[index];
  if (pip === undefined || pip.id !== one.id) throw new Error(`no answer for ${one.id}`);
  await compareCase(one, pip);
}
console.log(
  `${cases.length} files, ${lines} lines that say something, ${differences} unexplained differences`,
);
for (const [why, times] of excused) console.log(`  meant: ${why}: ${times}`);
process.exitCode = differences === 0 ? 0 : 1;

function askPip(asked: readonly Case[]): readonly PipFile[] {
  const input = asked.map(({ id, files }) => {
    const encoded = Object.entries(files).map(([path, bytes]) => [
      path,
      Buffer.from(bytes).toString("base64"),
    ]);
    return JSON.stringify({ id, files: Object.fromEntries(encoded) });
  });
  const script = join(import.meta.dirname, "read_with_pip.py");
  const env = { LC_ALL: "C.UTF-8", PATH: process.env["PATH"] ?? "", HOME: "/nonexistent" };
  const run = spawnSync(python, [script], {
    input: input.join("\n"),
    env,
    maxBuffer: 2 ** 30,
    encoding: "utf8",
  });
  if (run.status !== 0) throw new Error(`pip's reader failed: ${run.stderr}`);
  return run.stdout
    .trim()
    .split("\n")
    .map((text) => JSON.parse(text) as PipFile);
}

async function compareCase(one: Case, pip: PipFile): Promise<void> {
  const bytes = one.files["requirements.txt"] ?? new Uint8Array();
  const decoded = decodeRequirements(bytes);
  if ((decoded.kind !== "text") !== pip.undecodable) return report(one, 0, pip.undecodable, decoded);
  if (decoded.kind !== "text") return;
  const parsed = parseRequirements(decoded.text);
  if (parsed.failure !== null) return tally("a file that is hardly requirements is one gap", excused);
  const ours = new Map<number, Fact>();
  for (const entry of parsed.entries) {
    const fact = await factOf(entry, one);
    if (fact !== null && ours.get(entry.line)?.["kind"] !== "error") ours.set(entry.line, fact);
  }
  const theirs = new Map(pip.lines.map((line) => [line.line, pipFact(line)]));
  for (const line of new Set([...ours.keys(), ...theirs.keys()])) {
    lines++;
    const left = theirs.get(line) ?? { kind: "nothing" };
    const right = ours.get(line) ?? { kind: "nothing" };
    if (JSON.stringify(left) === JSON.stringify(right)) continue;
    const why = excuse(left, right);
    if (why === null)
      report(one, line, { ...left, error: pip.lines.find((item) => item.line === line)?.error }, right);
    else tally(why, excused);
  }
  await compareWhole(one, pip);
}

/** With includes and constraints: every package that pip asks for is asked for, and no other. */
async function compareWhole(one: Case, pip: PipFile): Promise<void> {
  if (pip.whole === null) return;
  const inventory = await requirementsTxt.read(
    memoryTree(one.files),
    { path: "requirements.txt" },
    { workingDirectory: "" },
  );
  if (inventory.gaps.some(({ code, reason }) => !EXPLAINED.has(code) || reason.includes("variable"))) return;
  const ours = new Set(
    inventory.dependencies
      .filter(({ own, pin }) => own === null && pin !== "url")
      .map(({ name }) => String(name)),
  );
  const named = pip.whole.filter(({ link, name }) => link === null && typeof name === "string");
  const theirs = new Set(named.map(({ name }) => String(normalizeName(name ?? ""))));
  const difference = ours.symmetricDifference(theirs);
  if (difference.size > 0) report(one, 0, [...theirs], [...ours]);
}

function pipFact(line: PipLine): Fact {
  if (line.kind === "error") return { kind: "error" };
  if (line.kind === "include") return { kind: "include", path: line.path, constraint: line.constraint };
  const link = line.link ?? null;
  return {
    kind: "requirement",
    name: line.name === null || line.name === undefined ? null : normalizeName(line.name),
    specifiers: line.specifiers ?? "",
    extras: (line.extras ?? []).map((extra) => String(normalizeName(extra))).toSorted(),
    marker: line.marker ?? null,
    hashes: hexOnly([...(line.hashes ?? []), ...(link?.hash ?? [])]),
    link:
      link === null
        ? null
        : { kind: link.kind, at: link.kind === "path" ? link.path : link.url?.replace(/^git\+/, "") },
    editable: link?.kind === "path" ? line.editable : null,
  };
}

async function factOf(entry: Entry, one: Case): Promise<Fact | null> {
  if (entry.kind === "include")
    return { kind: "include", path: entry.target, constraint: entry.isConstraint };
  if (entry.kind === "problem") return entry.reason.startsWith("pip refuses") ? { kind: "error" } : null;
  const { asked, via } = entry;
  const origin = { path: "requirements.txt", line: 1, column: 1, layer: null, span: null };
  const unsettled = { asked, via, origin, scope: "main" } as const;
  const settled =
    settle(unsettled, false) ??
    (asked.local === null ? null : await look(memoryTree(one.files), "", unsettled, asked.local));
  if (settled === null) return null;
  if ("code" in settled && settled.code === "missing-file") return { kind: "error" };
  const isOutside = "code" in settled && settled.code === "outside-root";
  const source = "code" in settled ? asked.source : settled.asked.source;
  const set = asked.specifierSet === null ? null : formatSpecifiers(asked.specifierSet);
  const isWheel = asked.pin === "url" && asked.version !== null;
  return {
    kind: "requirement",
    name: asked.name,
    specifiers: set ?? (asked.pin === "exact" || isWheel ? `==${asked.version}` : ""),
    extras: asked.extras.toSorted(),
    marker: asked.marker,
    hashes: hexOnly(asked.hashes),
    link:
      asked.pin === "url"
        ? linkFact(source.type, isOutside ? "outside" : source.url, asked.source.url)
        : null,
    editable: source.type === "path" ? asked.own === "editable" : null,
  };
}

function linkFact(type: string, at: string | null, url: string | null): Fact {
  if (type === "path") return { kind: "path", at };
  return { kind: type === "git" || /^(?:hg|svn|bzr)\+/.test(url ?? "") ? "vcs" : "url", at };
}

function hexOnly(hashes: readonly string[]): readonly string[] {
  return hashes
    .filter((hash) => /^[a-z0-9]+:[0-9a-fA-F]+$/.test(hash))
    .map((hash) => hash.toLowerCase())
    .toSorted();
}

function tally(why: string, times: Map<string, number>): void {
  times.set(why, (times.get(why) ?? 0) + 1);
}

function report(one: Case, line: number, pip: unknown, ours: unknown): void {
  differences++;
  if (differences > 25) return;
  const text = Buffer.from(one.files["requirements.txt"] ?? "").toString();
  console.log(
    `${one.id} line ${line}: ${JSON.stringify(text)}\n  pip    ${JSON.stringify(pip)}\n  pyward ${JSON.stringify(ours)}`,
  );
}
