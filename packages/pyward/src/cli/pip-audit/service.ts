import type { ServiceAnswer, ServiceWish } from "../../consult-like-pip-audit.ts";
import type { Collection, PipAuditWish } from "../../audit-like-pip-audit.ts";
import type { OpenedDatabase } from "../../advisory-index/opened-database.ts";
import { PywardError } from "../../model/index.ts";
import { OSV_ADDRESS } from "../../open-feed.ts";
import { askedFeed } from "../asked-feed.ts";
import { hasAny, searchFor } from "../config-search.ts";
import type { Io } from "../io.ts";
import type { Service, Settings } from "./settings.ts";

/** How pip-audit calls its services. */
const TITLES = { osv: "OSV", pypi: "PyPI" } as const;

interface Asked {
  readonly settings: Settings;
  readonly wish: PipAuditWish;
  readonly collection: Collection;
  readonly database: OpenedDatabase;
  readonly now: Date;
}

/** Asks the service that was chosen. Throws PywardError `usage`, and `bad-configuration`: who cannot read what is internal asks nobody. */
export async function askService(
  service: Service,
  { settings, wish, collection, database, now }: Asked,
  io: Io,
): Promise<ServiceAnswer & { readonly title: string; readonly host: string }> {
  const { asked } = await askedFeed(
    {
      service: service.kind === "pypi" ? "index" : addressOf(service.url, io),
      advisories: [],
      extraIndexUrl: [],
      trustIndex: [],
      progress: settings.spinner,
      ...(service.timeout === null ? {} : { timeout: service.timeout }),
    },
    io,
    { now, audited: [...placesOf(wish), ...namedBy(settings)] },
  );
  if (asked === undefined) throw new Error("a service was chosen, and there is no feed");
  const told = await configured(namedBy(settings), io);
  const request: ServiceWish = { ...asked, ...told, fallback: database };
  const { consultLikePipAudit } = await import("../../consult-like-pip-audit.ts");
  const answer = await consultLikePipAudit(wish, collection, request);
  return { ...answer, title: TITLES[service.kind], host: asked.feed.host };
}

/**
 * pip-audit is given the address of one query, `…/v1/query`; pyward asks for many at once, beside it. The user's own address of an OSV service is as
 * good as OSV's own. Throws PywardError `usage`.
 */
function addressOf(url: string | null, io: Io): string {
  const own = io.environment["PYWARD_OSV_SERVICE"] ?? "";
  if (url === null) return own === "" || own === "index" ? OSV_ADDRESS : own;
  const named = URL.canParse(url) ? new URL(url) : null;
  if (named === null || !/^https?:$/.test(named.protocol))
    throw new PywardError("usage", "the address of the OSV service is no http or https address", {
      hint: "it stands in --osv-url or PIP_AUDIT_OSV_URL, such as https://osv.example/v1/query",
    });
  named.pathname = named.pathname.replace(/\/v1\/query(?:batch)?\/?$/, "/");
  return named.href;
}

function placesOf(wish: PipAuditWish): readonly string[] {
  return "files" in wish ? wish.files.flatMap(({ root }) => root.place ?? []) : [];
}

/** What the command line names. */
function namedBy({ mode, paths }: Settings): readonly string[] {
  switch (mode.kind) {
    case "requirements":
      return mode.files;
    case "environment":
      return paths;
    case "project":
    case "locked":
      return [mode.path];
  }
}

/** What the configurations say that lie where an audit of the same would look: what one of them calls internal is told to nobody. */
async function configured(
  named: readonly string[],
  io: Io,
): Promise<Pick<ServiceWish, "internal" | "indexes">> {
  const internal: string[] = [];
  const indexes: ServiceWish["indexes"][number][] = [];
  const cache = new Map();
  for (const path of new Set([".", ...named])) {
    const search = searchFor(
      { config: undefined, command: null, named: { paths: [path], root: null }, revision: null },
      io,
    );
    if (search.user === null && !(await hasAny(search.folders))) continue;
    const { load } = await import("../apply-configuration.ts");
    const merged = await load({ search, cache, wholeFiles: new Map() }, [], io);
    internal.push(...merged.internal.map(({ text }) => text));
    indexes.push(...merged.indexes);
  }
  return { internal: [...new Set(internal)], indexes };
}
