/**
 * `node bench/huge.ts`: inputs beyond every limit end at once, with a gap that says so and a small memory; the largest that are read stay within theirs.
 *
 * 200 MB as requirements, uv.lock and SBOM; 50,000 pins of a longer list; an SBOM of 60 MB. Ends with 1 where a bar does not hold.
 */
import { closeSync, mkdtempSync, openSync, readFileSync, rmSync, writeSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { measureCommands } from "./measure.ts";

const PYWARD = join(import.meta.dirname, "../packages/pyward/bin/pyward.js");
const HASH = "0123456789abcdef".repeat(4);

/** What is laid out, and how it has to end. */
interface Case {
  readonly file: string;
  readonly bytes: number;
  readonly head: string;
  readonly entry: (at: number) => string;
  readonly tail: string;
  /** 3: something was not read, which is said. */
  readonly exit: 0 | 3;
  /** The gap's code; null: there is none. */
  readonly gap: string | null;
  readonly seconds: number;
  readonly megabytes: number;
}

const requirement = (at: number): string => `package-${at}==1.${at}.0 --hash=sha256:${HASH}\n`;
const component = (at: number): string => {
  const comma = at === 0 ? "" : ",";
  return `${comma}{"type":"library","name":"package-${at}","version":"1.${at}.0","purl":"pkg:pypi/package-${at}@1.${at}.0","hashes":[{"alg":"SHA-256","content":"${HASH}"}]}`;
};
const BOM = { head: '{"bomFormat":"CycloneDX","specVersion":"1.5","version":1,"components":[', tail: "]}" };
const REFUSED = { exit: 3, gap: "limit-exceeded", seconds: 0.5, megabytes: 90 } as const;

const CASES: readonly Case[] = [
  { ...REFUSED, file: "requirements.txt", bytes: 200e6, head: "", entry: requirement, tail: "" },
  {
    ...REFUSED,
    file: "uv.lock",
    bytes: 200e6,
    head: 'version = 1\nrevision = 3\nrequires-python = ">=3.9"\n',
    entry: (at) =>
      `\n[[package]]\nname = "package-${at}"\nversion = "1.${at}.0"\nsource = { registry = "https://index.example/simple" }\n`,
    tail: "",
  },
  { ...REFUSED, ...BOM, file: "large.cdx.json", bytes: 200e6, entry: component },
  {
    ...REFUSED,
    file: "list.txt",
    bytes: 8e6,
    head: "",
    entry: (at) => `package-${at}==1.${at}.0\n`,
    tail: "",
    seconds: 4,
    megabytes: 450,
  },
  {
    ...BOM,
    file: "bill.cdx.json",
    bytes: 60e6,
    entry: component,
    exit: 0,
    gap: null,
    seconds: 20,
    megabytes: 2500,
  },
];

function main(): number {
  const folder = mkdtempSync(join(tmpdir(), "pyward-huge-"));
  try {
    return CASES.map((one) => judge(folder, one)).every(Boolean) ? 0 : 1;
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

function judge(folder: string, one: Case): boolean {
  const file = join(folder, one.file);
  write(file, one);
  const report = join(folder, "report.json");
  const named = file.endsWith(".txt") ? ["-r", file] : [file];
  // Without a gap the exit code says it all, and a report of hundreds of thousands of dependencies takes as much memory again.
  const saved = one.gap === null ? [] : ["--format", "table", "--format", `json:${report}`];
  const argv = [process.execPath, PYWARD, "audit", "--offline", ...named, ...saved];
  const environment = { HOME: folder, XDG_CACHE_HOME: folder, XDG_DATA_HOME: folder, PYWARD_HOME: folder };
  const asked = { name: one.file, argv, environment };
  const [run] = measureCommands([asked], 1)[one.file] ?? [];
  if (run === undefined) throw new Error("nothing was measured");
  const codes = one.gap === null ? [] : unexpectedIn(report);
  rmSync(file);
  const isTold = one.gap === null ? codes.length === 0 : codes.includes(one.gap);
  const holds = isTold && run.exit === one.exit && run.cpu <= one.seconds && run.mb <= one.megabytes;
  console.log(
    `  ${holds ? "holds " : "BROKEN"} ${one.file}, ${one.bytes / 1e6} MB: exit ${run.exit}, ${[...new Set(codes)].join(" ") || "no gap"}, CPU ${run.cpu.toFixed(2)} s (at most ${one.seconds}), peak ${run.mb.toFixed(0)} MB (at most ${one.megabytes})`,
  );
  return holds;
}

interface Saved {
  readonly gaps: readonly { readonly code: string; readonly expected: boolean }[];
}

function unexpectedIn(report: string): readonly string[] {
  const { gaps }: Saved = JSON.parse(readFileSync(report, "utf8"));
  return gaps.filter(({ expected }) => !expected).map(({ code }) => code);
}

function write(path: string, { bytes, head, entry, tail }: Case): void {
  const file = openSync(path, "w");
  writeSync(file, head);
  for (let at = 0, written = 0; written < bytes;) {
    const pieces: string[] = [];
    for (let piece = 0; piece < 10_000; piece++) pieces.push(entry(at++));
    written += writeSync(file, pieces.join(""));
  }
  writeSync(file, tail);
  closeSync(file);
}

process.exitCode = main();
