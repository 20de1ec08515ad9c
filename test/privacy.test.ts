// Names of packages are told to nobody unless a feed, an index or an image elsewhere was chosen; what is pinned, not even then. Every command and option of the command line is run,
// as the program itself lists them, with settings all around that name places to tell: one that is added later is covered without being named here.
import dns from "node:dns";
import { cpSync, mkdirSync, mkdtempSync, realpathSync, rmSync, writeFileSync } from "node:fs";
import net from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import {
  shapeOf,
  type CommandShape,
  type OptionShape,
} from "../packages/pyward/src/cli/completion/command-shape.ts";
import type { Io } from "../packages/pyward/src/cli/io.ts";
import { ABSENT, OPTIONS } from "../packages/pyward/src/cli/pip-audit/options.ts";
import { buildProgram } from "../packages/pyward/src/cli/program.ts";
import { run } from "../packages/pyward/src/cli/run.ts";

const ADVISORIES = join(import.meta.dirname, "transcripts/advisories");
const scratch = realpathSync(mkdtempSync(join(tmpdir(), "pyward-privacy-")));
afterAll(() => rmSync(scratch, { recursive: true, force: true }));

/** Places that anything would ask that asks without being told to. */
const TEMPTATIONS = {
  HTTP_PROXY: "http://127.0.0.1:9/",
  HTTPS_PROXY: "http://127.0.0.1:9/",
  ALL_PROXY: "http://127.0.0.1:9/",
  PIP_AUDIT_VULNERABILITY_SERVICE: "osv",
  DOCKER_HOST: "",
};

/** Indexes that the user names: they are asked about what is not pinned, and about nothing else. */
const INDEXES = {
  PIP_INDEX_URL: "https://index.example/simple/",
  UV_INDEX: "https://index.example/simple/",
  UV_INDEX_URL: "https://index.example/simple/",
};

/** What was connected to, looked up or listened at; each throws. */
let contacts: string[];

beforeEach(() => {
  contacts = [];
  const spring =
    (what: string) =>
    (to: unknown): never => {
      contacts.push(`${what}: ${typeof to === "string" ? to : JSON.stringify(to)}`);
      throw new Error(`the trap of the test: ${what}`);
    };
  vi.spyOn(net.Socket.prototype, "connect").mockImplementation(spring("Socket.connect"));
  vi.spyOn(net.Server.prototype, "listen").mockImplementation(() => {
    throw new Error("nothing listens in this test");
  });
  vi.spyOn(dns, "lookup").mockImplementation(spring("dns.lookup"));
  vi.spyOn(dns, "resolve").mockImplementation(spring("dns.resolve"));
  vi.spyOn(dns.promises, "lookup").mockImplementation(spring("dns.promises.lookup"));
  vi.spyOn(globalThis, "fetch").mockImplementation(spring("fetch"));
});
afterEach(() => vi.restoreAllMocks());

let runs = 0;

interface Answer {
  readonly code: number;
  readonly text: string;
}

/** In a new project of its own, so that commands that write meet what they expect. */
async function pyward(
  argv: readonly string[],
  environment: Record<string, string | undefined> = {},
  pin = "",
): Promise<Answer> {
  const folder = join(scratch, `${++runs}`);
  const [cwd, home] = [join(folder, "project"), join(folder, "home")];
  mkdirSync(cwd, { recursive: true });
  mkdirSync(join(home, ".config/pip"), { recursive: true });
  writeFileSync(join(cwd, "requirements.txt"), "brick==1.0\nsecret-thing==1.0\n");
  writeFileSync(
    join(cwd, "pyproject.toml"),
    `[project]\nname = "x"\nversion = "1"\ndependencies = ["secret-thing${pin}"]\n`,
  );
  if ("PIP_INDEX_URL" in environment)
    writeFileSync(
      join(home, ".config/pip/pip.conf"),
      "[global]\nindex-url = https://index.example/simple/\n",
    );
  writeFileSync(join(home, ".netrc"), "default login me password canary\n");
  cpSync(ADVISORIES, join(cwd, "advisories"), { recursive: true });
  let text = "";
  const stream = { isTerminal: false, columns: 80, write: (piece: string) => void (text += piece) };
  const io: Io = {
    environment: {
      ...TEMPTATIONS,
      HOME: home,
      PYWARD_HOME: home,
      PYWARD_CACHE: join(home, "cache"),
      ...environment,
    },
    cwd,
    platform: "linux",
    stdout: stream,
    stderr: stream,
    now: () => new Date("2026-11-24T00:00:00Z"),
  };
  const code = await run(argv, io);
  rmSync(folder, { recursive: true, force: true });
  return { code, text };
}

/** Options that say that somebody is asked, and commands that are for that. All others are silent. */
const CHOSEN = new Set([
  "--service",
  "--check-index",
  "--resolve",
  "--index-url",
  "--extra-index-url",
  "--vulnerabilities-from-index",
  "--osv-url",
]);
const ASKING = new Set(["db update"]);

function commandsOf(shape: CommandShape): readonly CommandShape[] {
  return shape.commands.length === 0 ? [shape] : shape.commands.flatMap(commandsOf);
}

const program = buildProgram(
  {
    environment: {},
    cwd: "/",
    platform: "linux",
    stdout: { isTerminal: false, columns: 80, write: () => undefined },
    stderr: { isTerminal: false, columns: 80, write: () => undefined },
    now: () => new Date(0),
  },
  () => undefined,
);
const commands = commandsOf(shapeOf(program));

/** What a command cannot do without. */
const NEEDED: Readonly<Record<string, readonly string[]>> = {
  check: ["brick==1.0", "secret-thing==1.0"],
  why: ["brick"],
  explain: ["PYSEC-2020-1"],
  "db show": ["PYSEC-2020-1"],
  "db search": ["brick"],
  "db import": ["advisories"],
  "db diff": ["advisories", "advisories"],
  "ignore add": ["PYSEC-2020-1", "--reason", "why"],
  "ignore remove": ["PYSEC-2020-1"],
  completion: ["bash"],
};

const VALUES: Readonly<Record<string, string>> = {
  URL: "https://names.example/",
  DATE: "2025-06-30",
  DAYS: "7",
  GLOB: "x/**",
  ID: "PYSEC-2020-1",
  "ID[=REASON]": "PYSEC-2020-1=why",
  NAME: "brick",
  VERSION: "3.12",
  "FILE|REF": "HEAD",
  REVISION: "HEAD",
};

function typed({ names, placeholder, value }: OptionShape): readonly string[] {
  const name = names.at(-1) ?? "";
  const [, inner = ""] = /<(.*)>/.exec(placeholder ?? "") ?? [];
  if (placeholder === null) return [name];
  if (value.kind === "words" || value.kind === "outputs") return [name, value.words[0] ?? ""];
  if (value.kind === "list") return [`${name}=${value.words[0] ?? ""}`];
  return [name, VALUES[inner] ?? (name === "--output" ? "out" : "advisories")];
}

describe.each(commands.map((shape) => [shape.path.join(" "), shape] as const))("pyward %s", (name, shape) => {
  const words = [...shape.path, ...(NEEDED[name] ?? [])];

  test("alone contacts nobody", async () => {
    await pyward([...words, ...(ASKING.has(name) ? ["--help"] : [])]);
    expect(contacts).toEqual([]);
  });

  test("alone contacts nobody where all is pinned, whatever indexes the user names", async () => {
    await pyward([...words, ...(ASKING.has(name) ? ["--help"] : [])], INDEXES, "==1.0");
    expect(contacts).toEqual([]);
  });

  test.each(
    shape.options
      .filter(({ names }) => !names.some((one) => CHOSEN.has(one)))
      .map((one) => [one.names.at(-1), one] as const),
  )("%s contacts nobody", async (_, option) => {
    if (ASKING.has(name)) return;
    const { code } = await pyward([...words, ...typed(option)]);
    expect(contacts).toEqual([]);
    expect(code, "a defect").not.toBe(70);
  });
});

describe("pyward pip-audit", () => {
  /** An address alone chooses nothing, as in pip-audit. */
  const unchosen = {
    PIP_AUDIT_VULNERABILITY_SERVICE: undefined,
    PIP_AUDIT_OSV_URL: "http://127.0.0.1:9/v1/query",
    PYWARD_OSV_SERVICE: "http://127.0.0.1:9/",
  };
  const direct = { ...unchosen, HTTP_PROXY: "", ALL_PROXY: "" };
  const resolved = ["pip-audit", "-r", "requirements.txt"];
  const file = [...resolved, "--disable-pip", "--no-deps"];

  test.each([...OPTIONS.map(({ long }) => long), ...Object.keys(ABSENT)].filter((name) => !CHOSEN.has(name)))(
    "%s contacts nobody",
    async (name) => {
      await pyward([...file, name, "advisories"], unchosen);
      await pyward([...file, name], unchosen);
      expect(contacts).toEqual([]);
    },
  );

  test.each([
    ["-s osv", {}],
    ["-s pypi", { PIP_INDEX_URL: "http://127.0.0.1:9/simple/" }],
    ["--osv-url http://127.0.0.1:9/v1/query", {}],
    // Who sets it for pip-audit has chosen for pip-audit's own command line, wherever that is run.
    ["--desc", { PIP_AUDIT_VULNERABILITY_SERVICE: "osv" }],
    ["--desc", { PIP_AUDIT_VULNERABILITY_SERVICE: "pypi", PIP_INDEX_URL: "http://127.0.0.1:9/simple/" }],
  ])("%s with %j asks who was chosen, and a dry run nobody", async (words, environment) => {
    await pyward([...file, ...words.split(" "), "-d"], { ...direct, ...environment });
    expect(contacts).toEqual([]);
    const { code, text } = await pyward([...file, ...words.split(" ")], { ...direct, ...environment });
    expect(contacts).not.toEqual([]);
    expect(code).not.toBe(0);
    expect(text).not.toContain("No known vulnerabilities found");
  });

  test("without --disable-pip the index that pip would ask is asked, and nobody else", async () => {
    const { code } = await pyward(resolved, { ...direct, HTTPS_PROXY: "", ...INDEXES });
    expect(contacts).not.toEqual([]);
    expect(contacts.filter((contact) => !contact.includes("index.example"))).toEqual([]);
    expect(code).not.toBe(0);
  });

  test.each([
    ["-s esms", {}],
    ["--desc", { PIP_AUDIT_VULNERABILITY_SERVICE: "esms" }],
    ["-s osv --strict -r absent.txt", {}],
  ])("%s with %j ends with an error and asks nobody", async (words, environment) => {
    const { code } = await pyward([...file, ...words.split(" ")], { ...direct, ...environment });
    expect([code === 0, contacts]).toEqual([false, []]);
  });
});

test("the trap works: what is chosen is contacted, and --offline is stronger", async () => {
  await pyward(["audit", "--service", "http://names.example/", "--database", "advisories"], {
    HTTP_PROXY: "",
    ALL_PROXY: "",
  });
  expect(contacts).not.toEqual([]);
  contacts = [];
  await pyward(["audit", "--database", "advisories"], { PYWARD_OSV_SERVICE: "http://127.0.0.1:9/" });
  expect(contacts).not.toEqual([]);
  contacts = [];
  await pyward(["audit", "--service", "http://127.0.0.1:9/", "--offline"]);
  await pyward(["audit", "--check-index", "--offline"]);
  expect(contacts).toEqual([]);
});

test("what is not pinned is asked about at an index that the user names, and told otherwise to nobody", async () => {
  const proxies = { HTTP_PROXY: "", HTTPS_PROXY: "", ALL_PROXY: "" };
  const { text } = await pyward(["audit", "--database", "advisories"], { ...INDEXES, ...proxies });
  expect(text).toContain("index.example");
  expect(contacts).not.toEqual([]);
  for (const [argv, environment] of [
    [["--no-resolve"], INDEXES],
    [["--offline"], INDEXES],
    [["--resolve", "--offline"], {}],
    [["--trust-index", "https://index.example/simple/"], {}],
    [[], { ...INDEXES, PIP_NO_INDEX: "1", UV_NO_INDEX: "1" }],
  ] as const) {
    contacts = [];
    await pyward(["audit", "--database", "advisories", ...argv], environment);
    expect(contacts).toEqual([]);
  }
});

test("what is audited chooses no service", async () => {
  const folder = join(scratch, "hostile");
  mkdirSync(folder);
  writeFileSync(join(folder, "pyward.toml"), 'service = "http://127.0.0.1:9/"\n');
  writeFileSync(join(folder, "requirements.txt"), "secret-thing==1.0\n");
  const { code, text } = await pyward(["audit", folder]);
  expect([code, contacts]).toEqual([2, []]);
  expect(text).toContain("service");
});
