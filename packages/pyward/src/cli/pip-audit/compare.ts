import type { OpenedDatabase } from "../../advisory-index/opened-database.ts";
import {
  describeData,
  type ReadCollection,
  type Comparison,
  type LogLine,
  type Pinned,
  type PipAuditWish,
} from "../../audit-like-pip-audit.ts";
import type { Io } from "../io.ts";
import type { Service, Settings } from "./settings.ts";

export type Compared =
  | {
      readonly kind: "compared";
      readonly comparisonOf: (pinned: Pinned) => Comparison;
      /** What there is to say of the data. */
      readonly lines: readonly LogLine[];
      /** What it is compared with can call nothing clean. */
      readonly isTooOld: boolean;
    }
  | { readonly kind: "fatal"; readonly lines: readonly string[] };

/** Nothing is compared: nobody is asked either. */
export const DRY: Compared = {
  kind: "compared",
  comparisonOf: () => ({ kind: "unanswered", reason: "it is a dry run" }),
  lines: [],
  isTooOld: false,
};

interface ToCompare {
  readonly wish: PipAuditWish;
  readonly collection: ReadCollection;
  readonly database: OpenedDatabase;
  readonly now: Date;
}

/** With what the service says that was chosen, else with the database. */
export async function compare(given: ToCompare, settings: Settings, io: Io): Promise<Compared> {
  const { service, strict } = settings;
  // What ends the audit anyway is a reason to tell nobody anything.
  const ends = given.collection.entries.some(({ kind }) => kind === "fatal" || (strict && kind !== "pinned"));
  return service === null || ends ? withDatabase(given) : withService(service, { given, settings }, io);
}

function withDatabase({ database, now }: ToCompare): Compared {
  if (database.index === null)
    return { kind: "fatal", lines: [database.reason ?? "there is no advisory database"] };
  const { index } = database;
  const { lines, isTooOld } = describeData(database, now);
  const id: LogLine = { level: "DEBUG", logger: "pyward", text: `database ${index.info.id}` };
  return {
    kind: "compared",
    comparisonOf: () => ({ kind: "index", index }),
    lines: [id, ...lines],
    isTooOld,
  };
}

async function withService(
  service: Service,
  { given, settings }: { readonly given: ToCompare; readonly settings: Settings },
  io: Io,
): Promise<Compared> {
  const { askService } = await import("./service.ts");
  const answer = await askService(service, { ...given, settings }, io);
  if (answer.kind === "failed") {
    const { title, host, reason } = answer;
    return {
      kind: "fatal",
      lines: [`${title}'s vulnerability feed gave no answer (${host}): ${reason}`, TIP],
    };
  }
  const { comparisonOf, notes, usesFallback } = answer;
  const data = describeData(given.database, given.now);
  const asked: LogLine = { level: "DEBUG", logger: "pyward", text: `asked the service ${service.kind}` };
  const told = [asked, ...notes.map((text): LogLine => ({ level: "INFO", logger: "pyward", text }))];
  return {
    kind: "compared",
    comparisonOf,
    lines: usesFallback ? [...told, ...data.lines] : told,
    isTooOld: usesFallback && data.isTooOld,
  };
}

/** pip-audit's own advice. */
const TIP = "Tip: your network may be blocking this service. Try another service with `-s SERVICE`";
