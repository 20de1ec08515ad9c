import { existsSync, statSync } from "node:fs";
import { resolve } from "node:path";
import { setImmediate } from "node:timers/promises";
import { isLoopback } from "../host/index.ts";
import { listen, type GivenAnswer, type HeardRequest, type Listening } from "../host/node/listen.ts";
import { PywardError } from "../model/index.ts";
import { openServedFile, servedOf } from "../open-served.ts";
import { neutralise } from "../reports/shared/neutralise.ts";
import { createMirror, type Mirror, type Refreshed } from "../serve-database.ts";
import type { Io } from "./io.ts";
import { openDatabase, placeOf, storedPath } from "./open-database.ts";
import { usable } from "./show-database.ts";
import { VERSION } from "./version.ts";

export interface ServeWishes {
  readonly database?: string;
  readonly port: number;
  readonly host: string;
  readonly rateLimit: number;
  readonly maxDbAge?: number;
  readonly verbose?: true;
}

/** `pyward db serve`: 0 when it is told to end. Throws PywardError where there is no database, or nothing to listen on. */
export async function serveDatabase(wishes: ServeWishes, io: Io): Promise<number> {
  const mirror = mirrorOf(wishes, io);
  const first = await mirror.refresh(0);
  if (first.kind === "failed") throw first.error;
  const listening = await start(mirror, wishes, io);
  io.stdout.write(`${welcome(mirror, urlOf(wishes.host, listening.port))}\n`);
  if (!isLoopback(wishes.host.includes(":") ? `[${wishes.host}]` : wishes.host))
    io.stderr.write(
      "pyward: warning: whoever reaches this address can read the database, private advisories included; nothing is encrypted\n",
    );
  await untilTold();
  await listening.close();
  return 0;
}

function mirrorOf(wishes: ServeWishes, io: Io): Mirror {
  const { database } = wishes;
  const watched = database === undefined ? storedPath(io) : resolve(io.cwd, database);
  return createMirror({
    open: async () => {
      if (database !== undefined) return await openServedFile(placeOf(database, io), io.now(), breathe);
      const { index, origin } = usable(await openDatabase(null, io, io.now()));
      return await servedOf(index, origin, breathe);
    },
    fingerprint: () => (watched === null ? "" : fingerprintOf(watched)),
    toolVersion: VERSION,
    maxAge: wishes.maxDbAge ?? Number.POSITIVE_INFINITY,
    perMinute: wishes.rateLimit,
    memory: () => process.memoryUsage.rss(),
  });
}

async function breathe(): Promise<void> {
  await setImmediate();
}

/** A file that is replaced by a rename has another number, one that is written again another time or size. */
function fingerprintOf(path: string): string {
  if (!existsSync(path)) return "missing";
  const { ino, size, mtimeNs } = statSync(path, { bigint: true });
  return `${ino} ${size} ${mtimeNs}`;
}

async function start(mirror: Mirror, wishes: ServeWishes, io: Io): Promise<Listening> {
  const { host, port } = wishes;
  try {
    return await listen({
      host,
      port,
      answer: (request, client) => answer(mirror, { request, client, isLogged: wishes.verbose === true }, io),
    });
  } catch (cause) {
    const code = cause instanceof Error && "code" in cause ? String(cause.code) : "no code";
    throw new PywardError("usage", `nothing can listen at ${host}, port ${port}: ${REASONS[code] ?? code}`, {
      hint: "Choose another with --port; 0 takes any that is free.",
      cause,
    });
  }
}

const REASONS: Readonly<Record<string, string>> = {
  EADDRINUSE: "it is in use",
  EACCES: "permission denied",
  EADDRNOTAVAIL: "this machine has no such address",
  ENOTFOUND: "this machine has no such address",
};

interface Asked {
  readonly request: HeardRequest;
  readonly client: string;
  readonly isLogged: boolean;
}

function answer(mirror: Mirror, { request, client, isLogged }: Asked, io: Io): GivenAnswer {
  const began = process.hrtime.bigint();
  const now = io.now();
  mirror.refresh(now.getTime()).then(
    (refreshed) => tell(refreshed, io),
    (error: unknown) => io.stderr.write(`pyward: ${neutralise(String(error))}\n`),
  );
  const given = mirror.answer(request, client, now.getTime());
  const seconds = Number(process.hrtime.bigint() - began) / 1e9;
  mirror.count(request, given.status, seconds);
  if (isLogged) io.stderr.write(`${logLine({ request, client, isLogged }, given, { now, seconds })}\n`);
  return { ...given, headers: { ...given.headers, ...headersOf(now) } };
}

function headersOf(now: Date): Readonly<Record<string, string>> {
  return { server: `pyward/${VERSION}`, date: now.toUTCString(), "x-content-type-options": "nosniff" };
}

function tell(refreshed: Refreshed, io: Io): void {
  if (refreshed.kind === "failed")
    io.stderr.write(
      `pyward: the database was replaced by one that cannot be used, and the old one is still served: ${neutralise(refreshed.error.message)}\n`,
    );
  if (refreshed.kind === "replaced")
    io.stderr.write(`pyward: now serves ${refreshed.served.index.info.id}\n`);
}

interface Measured {
  readonly now: Date;
  readonly seconds: number;
}

/** One line of JSON. Of a query only that there was one: what a company depends on is not for logs. */
function logLine(
  { request, client }: Asked,
  { status, parts }: GivenAnswer,
  { now, seconds }: Measured,
): string {
  const bytes = parts.reduce((sum, part) => sum + part.length, 0);
  const milliseconds = Math.round(seconds * 1e6) / 1e3;
  const { method, target } = request;
  return neutralise(
    JSON.stringify({
      time: now.toISOString(),
      client,
      method,
      target: target.slice(0, 300),
      status,
      bytes,
      milliseconds,
    }),
  );
}

function welcome(mirror: Mirror, url: string): string {
  const served = mirror.served();
  if (served === null) return url;
  const { info } = served.index;
  const records =
    served.shelf.holds === "records" ? "the suppliers' records" : "compiled facts, without texts";
  const left = served.shelf.leftOut.length;
  return (
    `Serving ${info.advisories} advisories about ${info.packages} packages, the newest of ${info.modified.slice(0, 10)} (${records}), at ${url}` +
    (left === 0 ? "" : `\n${left} records cannot be handed out: /health has the number`)
  );
}

function urlOf(host: string, port: number): string {
  return `http://${host.includes(":") ? `[${host}]` : host}:${port}`;
}

async function untilTold(): Promise<void> {
  await new Promise<void>((done) => {
    process.once("SIGTERM", () => done());
    process.once("SIGINT", () => done());
  });
}
