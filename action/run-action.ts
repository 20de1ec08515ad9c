import { gzipSync } from "node:zlib";

/** What the action needs of the runner. */
export interface Runner {
  readonly environment: Readonly<Record<string, string | undefined>>;
  /** The payload of the event, as GitHub gives it. */
  readonly event: unknown;
  /** Runs pyward in the checkout; its exit code. */
  pyward(argv: readonly string[]): Promise<number>;
  /** Takes the database that an earlier run left in the runner's cache, and leaves one there. */
  restoreDatabase(): Promise<void>;
  saveDatabase(): Promise<void>;
  /** Of the database that is there; another one after each change. Null: there is none. */
  databaseMark(): string | null;
  /** Opens an issue for each new finding of the report; its exit code. */
  openIssues(report: string): Promise<number>;
  /** Null where it is missing. */
  read(path: string): string | null;
  appendSummary(text: string): void;
  /** Asks GitHub's API for a path below the repository. Throws where it does not answer with success. */
  ask(method: "GET" | "POST" | "PATCH", path: string, body?: unknown): Promise<unknown>;
  say(line: string): void;
}

interface PullRequest {
  readonly number: number;
  readonly base: string;
  readonly isFork: boolean;
}

/** Audits what the event is about, and tells it where the event has the right to. The exit code is pyward's verdict. */
export async function runAction(runner: Runner): Promise<number> {
  const { environment, say } = runner;
  const name = environment["GITHUB_EVENT_NAME"] ?? "";
  if (name === "pull_request_target") {
    say(
      command(
        "error",
        "pyward does not run on pull_request_target: it has the rights of the base. Use pull_request",
      ),
    );
    return 2;
  }
  const pull = name === "pull_request" ? pullRequestOf(runner) : null;
  if (name === "pull_request" && pull === null) {
    say(command("error", "the event does not say which pull request it is about"));
    return 2;
  }
  if (input(runner, "database") === "" && isOn(runner, "update")) await updateDatabase(runner, name);
  const report = inTemporary(runner, "pyward.json");
  const summary = inTemporary(runner, "pyward.md");
  const outputs = ["--format", "github", "--format", `markdown:${summary}`, "--format", `json:${report}`];
  const what = [input(runner, "path") || ".", ...databaseOf(runner)];
  const asked = pull === null ? ["audit", ...what] : ["diff", pull.base, ...what];
  const code = await runner.pyward([...asked, ...outputs]);
  const text = runner.read(summary);
  if (text !== null) runner.appendSummary(cut(text, 1_000_000));
  if (pull?.isFork === true) {
    say("A pull request from a fork: annotations and the summary only.");
    return code;
  }
  if (pull !== null && text !== null && isOn(runner, "comment"))
    await attempt(runner, "the comment", () => comment(runner, pull, text));
  if (isOn(runner, "sarif")) await attempt(runner, "the upload to code scanning", () => upload(runner, what));
  if (name !== "schedule" || !isOn(runner, "issues") || runner.read(report) === null) return code;
  if ((await runner.openIssues(report)) === 0) return code;
  say(command("error", "not every new finding has an issue"));
  // What nobody is told is not done.
  return code === 0 ? 3 : code;
}

/**
 * What changed at osv.dev since the database of the cache. Where it cannot be had, what is there is used, and its age counts. Only a run that no pull
 * request brought writes the cache: what a stranger's change computes is nobody's advisory.
 */
async function updateDatabase(runner: Runner, event: string): Promise<void> {
  await attempt(runner, "reading the cache", () => runner.restoreDatabase());
  const before = runner.databaseMark();
  const isWhole = (await runner.pyward(["db", "update"])) === 0;
  // One supplier may fail and the others not.
  const isNew = runner.databaseMark() !== before;
  if (!isWhole && isNew) runner.say(command("warning", "a part of the advisories could not be updated"));
  if (!isWhole && !isNew)
    runner.say(command("warning", "the advisories could not be updated: those of before are used"));
  else if (event === "push" || event === "schedule" || event === "workflow_dispatch")
    await attempt(runner, "writing the cache", () => runner.saveDatabase());
}

function pullRequestOf({ event, environment }: Runner): PullRequest | null {
  const pull = field(event, "pull_request");
  const number = field(pull, "number");
  const base = field(field(pull, "base"), "sha");
  if (typeof number !== "number" || typeof base !== "string" || !/^[0-9a-f]{40,64}$/u.test(base)) return null;
  // The repository is null where the fork was deleted.
  const isFork = field(field(field(pull, "head"), "repo"), "full_name") !== environment["GITHUB_REPOSITORY"];
  return { number, base, isFork };
}

const MARKER = "<!-- pyward: what this pull request brings -->";

/** One comment a pull request; only one that a bot wrote is taken for ours. */
async function comment(runner: Runner, pull: PullRequest, text: string): Promise<void> {
  const body = `${MARKER}\n${cut(text, 60_000)}`;
  for (let page = 1; page <= 30; page++) {
    const list = `/issues/${pull.number}/comments?per_page=100&page=${page}`;
    const found = await runner.ask("GET", list);
    if (!Array.isArray(found)) break;
    const ours: unknown = found.find(
      (one) => field(field(one, "user"), "type") === "Bot" && String(field(one, "body")).startsWith(MARKER),
    );
    if (ours !== undefined) {
      await runner.ask("PATCH", `/issues/comments/${String(field(ours, "id"))}`, { body });
      return;
    }
    if (found.length < 100) break;
  }
  await runner.ask("POST", `/issues/${pull.number}/comments`, { body });
}

/** Code scanning wants everything of a commit, never only what changed. */
async function upload(runner: Runner, what: readonly string[]): Promise<void> {
  const file = inTemporary(runner, "pyward.sarif");
  await runner.pyward(["audit", ...what, "--exit-zero", "--quiet", "--format", `sarif:${file}`]);
  const text = runner.read(file);
  if (text === null) throw new Error("there is no report");
  await runner.ask("POST", "/code-scanning/sarifs", {
    commit_sha: runner.environment["GITHUB_SHA"],
    ref: runner.environment["GITHUB_REF"],
    sarif: gzipSync(text).toString("base64"),
    tool_name: "pyward",
  });
}

/** The verdict stands without it, and that it was not told is told. */
async function attempt({ say }: Runner, what: string, act: () => Promise<void>): Promise<void> {
  try {
    await act();
  } catch (error) {
    say(command("warning", `${what} failed: ${error instanceof Error ? error.message : String(error)}`));
  }
}

function command(level: "error" | "warning", text: string): string {
  return `::${level}::${text.replaceAll("%", "%25").replaceAll("\r", "%0D").replaceAll("\n", "%0A")}`;
}

function cut(text: string, most: number): string {
  return text.length <= most ? text : `${text.slice(0, most)}\n\n… cut: the log has everything\n`;
}

function input({ environment }: Runner, name: string): string {
  return (environment[`INPUT_${name.toUpperCase()}`] ?? "").trim();
}

function isOn(runner: Runner, name: string): boolean {
  return input(runner, name) !== "false";
}

function databaseOf(runner: Runner): readonly string[] {
  const database = input(runner, "database");
  return database === "" ? [] : ["--database", database];
}

function inTemporary({ environment }: Runner, name: string): string {
  return `${environment["RUNNER_TEMP"] ?? "."}/${name}`;
}

function field(value: unknown, name: string): unknown {
  return typeof value === "object" && value !== null ? Reflect.get(value, name) : undefined;
}
