import type { ServiceAnswer, ServiceWish } from "../../consult-like-pip-audit.ts";
import type { PipAuditWish, ReadCollection } from "../../audit-like-pip-audit.ts";
import type { OpenedDatabase } from "../../advisory-index/opened-database.ts";
import { PywardError } from "../../model/index.ts";
import { OSV_ADDRESS } from "../../open-feed.ts";
import { askedFeed } from "../asked-feed.ts";
import type { Io } from "../io.ts";
import { configured } from "./configured.ts";
import { namedBy, type Service, type Settings } from "./settings.ts";

/** How pip-audit calls its services. */
const TITLES = { osv: "OSV", pypi: "PyPI" } as const;

interface Asked {
  readonly settings: Settings;
  readonly wish: PipAuditWish;
  readonly collection: ReadCollection;
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
