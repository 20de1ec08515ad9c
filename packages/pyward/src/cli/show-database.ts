import { existsSync } from "node:fs";
import type { OpenedDatabase } from "../advisory-index/opened-database.ts";
import { checkDatabase } from "../check-database.ts";
import type { ByteSource } from "../host/index.ts";
import { PywardError, weaknessTitle, type DatabaseInfo } from "../model/index.ts";
import { escapeHidden } from "../reports/shared/escape-hidden.ts";
import { neutralise } from "../reports/shared/neutralise.ts";
import { searchDatabase, showAdvisory } from "../show-database.ts";
import { advisoryText } from "./advisory-text.ts";
import type { Io } from "./io.ts";
import { withOwn, type OwnOption } from "./own-advisories.ts";
import { checkStoredFeeds, feedText, storedFeedText, type KnownFeed } from "./show-feeds.ts";
import { embeddedPlace, openDatabase, openDatabaseBytes, openEmbedded, storedPath } from "./open-database.ts";

interface ShowOptions {
  readonly database?: string;
  readonly json?: true;
}

/** More search results than this are counted, not listed. */
const LISTED = 40;

/** `pyward db status`: 0, or 3 where no database is usable. */
export async function showStatus(options: ShowOptions, io: Io): Promise<number> {
  const now = io.now();
  const database = await openDatabase(options.database ?? null, io, now);
  const index = usable(database);
  const used = { origin: index.origin, ...index.index.info };
  const checked = [
    check("embedded", embeddedPlace(), openEmbedded),
    ...[storedPath(io)].flatMap((path) =>
      path !== null && existsSync(path) ? [check("stored", path, () => openDatabaseBytes(path))] : [],
    ),
  ];
  const own = await checkStoredFeeds(io);
  if (options.json === true) {
    const said = { used, files: checked, private: own };
    io.stdout.write(`${escapeHidden(JSON.stringify(said, null, 2))}\n`);
  } else {
    io.stdout.write(
      statusText(used, now) + checked.map(fileText).join("") + own.map(storedFeedText).join(""),
    );
  }
  return [...checked, ...own].every(({ damage }) => damage === null) ? 0 : 3;
}

interface CheckedFile {
  readonly origin: string;
  readonly path: string;
  readonly size: number | null;
  readonly modified: string | null;
  /** Suppliers that it was updated from. */
  readonly feeds: readonly KnownFeed[];
  readonly signals: DatabaseInfo["signals"];
  /** Null: whole. */
  readonly damage: string | null;
}

function check(origin: string, path: string, open: () => ByteSource): CheckedFile {
  try {
    const { info, size, feeds, records } = checkDatabase(open());
    const known = feeds.map((feed) => ({ ...feed, records: records.get(feed.feed) ?? null }));
    const { modified, signals } = info;
    return { origin, path, size, modified, feeds: known, signals, damage: null };
  } catch (error) {
    if (!(error instanceof PywardError)) throw error;
    const signals = { kev: null, epss: null };
    return { origin, path, size: null, modified: null, feeds: [], signals, damage: error.message };
  }
}

function statusText(used: DatabaseInfo & { readonly origin: string }, now: Date): string {
  const age = Math.max(0, Math.floor((now.getTime() - Date.parse(used.modified)) / 86_400_000));
  const feeds = used.sources.map(({ feed, records }) => `${neutralise(feed)} (${records})`).join(", ");
  return [
    `In use: the ${used.origin} database, newest advisory of ${used.modified.slice(0, 10)} (${age} days old)`,
    `  ${used.advisories} advisories about ${used.packages} packages, ${used.withdrawn} of them withdrawn`,
    `  feeds: ${feeds}`,
    ...(used.malformed.length === 0 ? [] : [`  ${used.malformed.length} records could not be read`]),
    `  ${used.id}`,
    ...(used.attribution === null ? [] : [`  ${neutralise(used.attribution)}`]),
    "",
  ].join("\n");
}

function fileText({ origin, path, size, modified, feeds, signals, damage }: CheckedFile): string {
  const state =
    damage === null
      ? `whole, ${((size ?? 0) / 1e6).toFixed(1)} MB, of ${(modified ?? "").slice(0, 10)}`
      : `DAMAGED: ${neutralise(damage)}`;
  const updates = feeds.map((one) => feedText(one, signals));
  return `${origin}: ${state}\n  ${neutralise(path)}\n${updates.join("")}`;
}

/** `pyward db search`: 0, also where nothing is found. */
export async function showSearch(text: string, options: ShowOptions, io: Io): Promise<number> {
  const { index } = usable(await openDatabase(options.database ?? null, io, io.now()));
  const found = searchDatabase(index, text);
  if (options.json === true) {
    io.stdout.write(`${escapeHidden(JSON.stringify(found, null, 2))}\n`);
    return 0;
  }
  const packages = found.packages.map(
    ({ name, advisories }) => `${neutralise(name)}  ${advisories} advisories`,
  );
  const advisories = found.advisories.map(
    ({ id, package: name, aliases, level, weakness, withdrawn }) =>
      `${[id, ...aliases].map(neutralise).join(" ")}  ${neutralise(name)}  ${level}` +
      `${weakness === null ? "" : `  ${weaknessTitle(weakness) ?? ""}`}${withdrawn ? "  (withdrawn)" : ""}`,
  );
  const lines = [...packages, ...advisories];
  if (lines.length === 0) io.stdout.write("Nothing in the database has that name or id.\n");
  else io.stdout.write(`${lines.slice(0, LISTED).join("\n")}\n`);
  if (lines.length > LISTED)
    io.stdout.write(`… and ${lines.length - LISTED} more: say more of it, or use --json\n`);
  return 0;
}

/** `pyward db show`: 0, or 3 where the database does not know the id. */
export async function showRecord(id: string, options: ShowOptions & OwnOption, io: Io): Promise<number> {
  const opened = await openDatabase(options.database ?? null, io, io.now());
  const { database } = await withOwn(opened, options, io);
  const { index } = usable(database);
  const records = showAdvisory(index, id);
  if (options.json === true) io.stdout.write(`${escapeHidden(JSON.stringify(records, null, 2))}\n`);
  else io.stdout.write(records.map(advisoryText).join("\n"));
  if (records.length > 0) return 0;
  io.stderr.write(`pyward: the database has no advisory ${neutralise(id)}\n`);
  return 3;
}

/** Throws PywardError `bad-database` where there is none. */
export function usable(database: OpenedDatabase): Extract<OpenedDatabase, { origin: string }> {
  if (database.index === null) throw new PywardError("bad-database", database.reason ?? "there is none");
  return database;
}
