import { HttpFailure, type Http } from "../../host/index.ts";
import { parseObject } from "../../model/index.ts";
import type { PackageName } from "../../python/index.ts";
import { askWhole, inTurn } from "../shared/ask-whole.ts";
import type { AskedFeed, FeedAnswers, Release } from "../shared/asked-feed.ts";
import { meta } from "./meta.ts";
import { firstAbove, listOf, recordsOf, type ListedVulnerability } from "./to-records.ts";

/** The indexes that are asked, in their order, and what belongs to asking them. */
export interface IndexJsonAccess {
  readonly indexes: readonly JsonIndex[];
  /** With a budget and pauses of its own (host/patient.ts). */
  readonly http: Http;
  readonly onProgress: (done: number, total: number) => void;
}

export interface JsonIndex {
  /** Ends with a slash; `pypi/NAME/VERSION/json` is below it. */
  readonly url: URL;
  /** For the origin of `url` only; null: none is configured. */
  readonly authorization: string | null;
}

/** The lists of vulnerabilities of Warehouse's JSON API ("Release", `vulnerabilities`). */
export function indexJson(access: IndexJsonAccess): AskedFeed {
  const host = access.indexes.map(({ url }) => url.host).join(", ");
  return { meta, host, lacks: LACKS, ask: (releases) => askIndex(releases, access) };
}

const LACKS = "malicious packages, nor records that only GitHub has";
const LIMIT = 32 * 1024 * 1024;
const AT_ONCE = 6;
/** Rounds of asking about what could be upgraded to, and how many such releases of a package. */
const MOST_ROUNDS = 4;
const MOST_FIXES = 12;
const MOST_FAILURES = 10;

type Answer =
  | { readonly kind: "listed"; readonly entries: readonly ListedVulnerability[] }
  | { readonly kind: "failed"; readonly reason: string };

/**
 * Every release, and then the releases that would fix what is listed, and so on: an index says nothing of a release that it was not asked about, and an
 * upgrade into another vulnerability would be none.
 */
async function askIndex(releases: readonly Release[], access: IndexJsonAccess): Promise<FeedAnswers> {
  const answers = new Map<string, Answer>();
  let failures = 0;
  let wanted: readonly Release[] = releases;
  for (let round = 0; round < MOST_ROUNDS && wanted.length > 0; round++) {
    const total = answers.size + wanted.length;
    await inTurn(wanted, AT_ONCE, async (release) => {
      const answer = failures < MOST_FAILURES ? await askRelease(release, access) : TOO_MANY;
      if (answer.kind === "failed" && !answer.reason.startsWith(UNKNOWN)) failures++;
      answers.set(keyOf(release), answer);
      access.onProgress(answers.size, total);
    });
    wanted = fixesOf(answers);
  }
  const listed = [...answers.values()].flatMap((one) => (one.kind === "listed" ? one.entries : []));
  return {
    records: recordsOf(listed.toSorted((a, b) => (keyOf(a.release) < keyOf(b.release) ? -1 : 1))),
    lackOf: (release) => {
      const answer = answers.get(keyOf(release));
      if (answer === undefined) return "it was not asked";
      return answer.kind === "failed" ? answer.reason : null;
    },
  };
}

/** The lack of a release that no index has: it answered, and has nothing to say. */
export const UNKNOWN = "it does not have the release";
const TOO_MANY: Answer = { kind: "failed", reason: "it failed too often" };

function keyOf({ name, version }: Release): string {
  return `${name} ${version}`;
}

/** Releases above those that were asked about, which fix something and were not asked about yet. */
function fixesOf(answers: ReadonlyMap<string, Answer>): readonly Release[] {
  const known = new Map<PackageName, number>();
  const fixes = new Map<string, Release>();
  for (const answer of answers.values()) {
    if (answer.kind === "failed") continue;
    for (const { release, fixedIn } of answer.entries) {
      const version = firstAbove(release.version, fixedIn);
      if (version === null) continue;
      const fix = { name: release.name, version };
      const count = known.get(fix.name) ?? 0;
      if (answers.has(keyOf(fix)) || fixes.has(keyOf(fix)) || count >= MOST_FIXES) continue;
      known.set(fix.name, count + 1);
      fixes.set(keyOf(fix), fix);
    }
  }
  return [...fixes.values()];
}

/** At the first index that has the release. One that gives no answer leaves it open: what another one says of it would be half of it. */
async function askRelease(release: Release, access: IndexJsonAccess): Promise<Answer> {
  for (const index of access.indexes) {
    const { name, version } = release;
    const url = new URL(`pypi/${encodeURIComponent(name)}/${encodeURIComponent(version)}/json`, index.url);
    const plain = { "user-agent": "pyward", accept: "application/json" };
    const headers = index.authorization === null ? plain : { ...plain, authorization: index.authorization };
    try {
      const { status, text } = await askWhole(access.http, { method: "GET", url, headers }, LIMIT);
      if (status === 404) continue;
      if (status !== 200) return { kind: "failed", reason: `it answers with status ${status}` };
      const entries = listOf(parseObject(text), release);
      if (entries === null) return { kind: "failed", reason: "its answer has no list of vulnerabilities" };
      return { kind: "listed", entries };
    } catch (error) {
      if (!(error instanceof HttpFailure)) throw error;
      return { kind: "failed", reason: error.message };
    }
  }
  return { kind: "failed", reason: UNKNOWN };
}
