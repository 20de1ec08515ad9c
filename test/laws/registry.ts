import { createHash } from "node:crypto";
import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import { SILENT, type Http } from "../../packages/pyward/src/host/index.ts";
import { nodeHttp, type HttpPatience } from "../../packages/pyward/src/host/node/http.ts";
import type { Parts } from "../../packages/pyward/src/image/make-image.ts";
import { imageInRegistry, parseReference } from "../../packages/pyward/src/open-remote-images.ts";
import { readImages } from "../../packages/pyward/src/read-images.ts";
import type { Read } from "./images.ts";
import { listenOnLoopback, stopServer } from "../loopback.ts";

// A registry on this machine for tests: it serves layouts by the distribution specification, as well or as badly as it is told.

/** What a server saw: what it was asked, and with which secrets. */
export interface Seen {
  readonly path: string;
  readonly authorization: string | null;
  readonly range: string | null;
  readonly method: string;
  readonly body: string;
}

/** Answers itself, and says so; or leaves it to the registry. */
export type Meddle = (asked: Seen, answer: ServerResponse, times: number) => boolean;

export interface TestServer {
  readonly host: string;
  readonly seen: readonly Seen[];
  close(): Promise<void>;
}

export async function serve(
  respond: (asked: Seen, answer: ServerResponse) => void,
  socket?: string,
): Promise<TestServer> {
  const seen: Seen[] = [];
  const server = createServer((request, answer) => {
    void seenOf(request).then((asked) => {
      seen.push(asked);
      respond(asked, answer);
    });
  });
  server.on("connect", (_, connection) => void connection.end("HTTP/1.1 403 Forbidden\r\n\r\n"));
  const close = () => stopServer(server);
  if (socket === undefined) return { host: await listenOnLoopback(server), seen, close };
  await new Promise<void>((resolve) => void server.listen(socket, resolve));
  return { host: "", seen, close };
}

async function seenOf(request: IncomingMessage): Promise<Seen> {
  let body = "";
  for await (const piece of request) body += String(piece);
  const { authorization = null, range = null } = request.headers;
  return { path: request.url ?? "", authorization, range, method: request.method ?? "", body };
}

export const sha256 = (bytes: Uint8Array): string =>
  `sha256:${createHash("sha256").update(bytes).digest("hex")}`;

interface TopEntry {
  readonly mediaType: string;
  readonly digest: string;
}

/** The descriptor of a layout's only image. */
export function topOf(parts: Parts): TopEntry {
  return JSON.parse(String(parts["index.json"])).manifests[0];
}

/** A registry with one layout as `team/app:1`. `meddle` comes first; it is told how often this path was asked for before. */
export function registryOf(parts: Parts, meddle: Meddle = () => false): Promise<TestServer> {
  const asked = new Map<string, number>();
  return serve((request, answer) => {
    const times = asked.get(request.path) ?? 0;
    asked.set(request.path, times + 1);
    if (!meddle(request, answer, times)) answerFrom(parts, request, answer);
  });
}

/** As a registry that behaves would. */
export function answerFrom(parts: Parts, { path, range }: Seen, answer: ServerResponse): void {
  const [, kind = "", wanted = ""] = /^\/v2\/team\/app\/(manifests|blobs)\/(.+)$/.exec(path) ?? [];
  const digest = kind === "manifests" && wanted === "1" ? topOf(parts).digest : wanted;
  const bytes = parts[`blobs/${digest.replace(":", "/")}`];
  if (bytes === undefined) {
    answer.writeHead(404, { "content-type": "application/json" }).end('{"errors":[{"code":"NOT_FOUND"}]}');
    return;
  }
  const type = kind === "blobs" ? "application/octet-stream" : mediaTypeOf(bytes);
  const start = Number(/^bytes=(\d+)-$/.exec(range ?? "")?.[1] ?? 0);
  const headers = {
    "content-type": type,
    "docker-content-digest": digest,
    "content-length": bytes.length - start,
    ...(start === 0 ? {} : { "content-range": `bytes ${start}-${bytes.length - 1}/${bytes.length}` }),
  };
  answer.writeHead(start === 0 ? 200 : 206, headers).end(bytes.subarray(start));
}

function mediaTypeOf(bytes: Buffer): string {
  const kind = "manifests" in JSON.parse(String(bytes)) ? "index" : "manifest";
  return `application/vnd.oci.image.${kind}.v1+json`;
}

/** Servers of a test, and what ends them all. */
export function startedServers(): {
  started(server: Promise<TestServer>): Promise<TestServer>;
  stopAll(): Promise<void>;
} {
  const servers: TestServer[] = [];
  return {
    async started(server) {
      servers.push(await server);
      return await server;
    },
    async stopAll() {
      await Promise.all(servers.splice(0).map((server) => server.close()));
    },
  };
}

/** Enough for a machine that is busy. */
const LONG: HttpPatience = { answer: 20_000, idle: 20_000, grace: 60_000, slowest: 1 };

/** The real client, which does not wait between attempts. */
export function impatient(pauses: number[] = [], patience: Partial<HttpPatience> = {}): Http {
  return { ...nodeHttp({}, { ...LONG, ...patience }), pause: async (time) => void pauses.push(time) };
}

export interface Asking {
  readonly reference?: string;
  readonly platforms?: readonly string[];
  /** Of Docker. */
  readonly configs?: readonly string[];
  readonly http?: Http;
}

/** The audit's way to the image `team/app:1`, or another one, of a server. */
export async function readFrom({ host }: Pick<TestServer, "host">, asking: Asking = {}): Promise<Read> {
  const { reference = "team/app:1", platforms = [], configs = [], http = impatient() } = asking;
  const parsed = parseReference(`${host}/${reference}`);
  if (parsed === null) throw new Error(reference);
  const images = imageInRegistry(parsed, { http, isPlain: true, configs: () => configs }, platforms);
  return await readImages(images, SILENT);
}
