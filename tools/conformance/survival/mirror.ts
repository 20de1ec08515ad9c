import { createHash } from "node:crypto";
import { readFileSync } from "node:fs";
import { createServer, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { basename, dirname } from "node:path";
import { readRecords } from "../../../packages/pyward/src/feeds/shared/read-records.ts";
import { nodeTree } from "../../../packages/pyward/src/host/node/index.ts";

/** How the mirror misbehaves. */
export type Fault = "none" | "503" | "hang" | "cut-off" | "resumable" | "html" | "empty" | "damaged";

/** A file of another supplier. It has no digest: none of them sends one. */
export interface Other {
  readonly body: Buffer;
  readonly fault: Fault;
}

/** A mirror of osv.dev's bulk files on loopback: what it serves can be changed while it runs. */
export interface Mirror {
  readonly url: string;
  readonly records: Map<string, Record<string, unknown>>;
  /** `GET` by path, since the start. */
  readonly asked: Map<string, number>;
  fault: Fault;
  /** By path, what is served besides; it has faults of its own. */
  readonly others: Map<string, Other>;
  close(): void;
}

/** The archive is served as it is, records and list as `records` has them. */
export async function startMirror(zip: string): Promise<Mirror> {
  const archive = readFileSync(zip);
  const records = new Map<string, Record<string, unknown>>();
  for await (const raw of readRecords(nodeTree(dirname(zip)), basename(zip)))
    if (raw.kind === "record") {
      const value: Record<string, unknown> = Object(raw.value);
      records.set(String(value["id"]), value);
    }
  const asked = new Map<string, number>();
  const server = createServer((request, response) => {
    const path = decodeURIComponent(request.url ?? "");
    asked.set(path, (asked.get(path) ?? 0) + 1);
    const other = mirror.others.get(path);
    const body = other?.body ?? bodyFor(path, records, archive);
    if (body === null) response.writeHead(404).end();
    else
      answer(response, {
        body,
        fault: other === undefined ? mirror.fault : other.fault,
        hasDigest: other === undefined,
        range: request.headers.range ?? null,
        none: request.headers["if-none-match"] ?? null,
      });
  });
  await new Promise<void>((resolve) => void server.listen(0, "127.0.0.1", resolve));
  const { port } = server.address() as AddressInfo;
  const mirror: Mirror = {
    url: `http://127.0.0.1:${port}/`,
    records,
    asked,
    fault: "none",
    others: new Map(),
    close: () => {
      server.closeAllConnections();
      server.close();
    },
  };
  return mirror;
}

function bodyFor(path: string, records: Mirror["records"], archive: Buffer): Buffer | null {
  if (path === "/PyPI/all.zip") return archive;
  if (path === "/PyPI/modified_id.csv") {
    const lines = [...records].map(([id, { modified }]) => `${String(modified)},${id}\n`);
    return Buffer.from(lines.toSorted().toReversed().join(""));
  }
  const found = records.get(/^\/PyPI\/(.+)\.json$/.exec(path)?.[1] ?? "");
  return found === undefined ? null : Buffer.from(JSON.stringify(found));
}

interface Asked {
  readonly body: Buffer;
  readonly fault: Fault;
  readonly hasDigest: boolean;
  readonly range: string | null;
  readonly none: string | null;
}

function answer(response: ServerResponse, { body, fault, hasDigest, range, none }: Asked): void {
  const hash = createHash("md5").update(body);
  const etag = `"${hash.copy().digest("hex")}"`;
  const digest = hasDigest ? { "x-goog-hash": `md5=${hash.digest("base64")}` } : {};
  const headers = { etag, ...digest, "content-length": body.length };
  if (fault === "hang") return;
  if (fault === "503") return void response.writeHead(503, { "retry-after": "3600" }).end();
  if (fault === "html")
    return void response.writeHead(200, { "content-type": "text/html" }).end("<html>Please log in</html>");
  if (fault === "empty") return void response.writeHead(200, { "content-length": 0 }).end();
  if (fault === "damaged") {
    const other = Buffer.from(body);
    other[body.length >> 1] = (other[body.length >> 1] ?? 0) ^ 1;
    return void response.writeHead(200, headers).end(other);
  }
  if (none === etag && fault === "none") return void response.writeHead(304, { etag }).end();
  const from = Number(/^bytes=(\d+)-$/.exec(range ?? "")?.[1] ?? 0);
  const rest = body.subarray(from);
  const part = {
    ...headers,
    "content-length": rest.length,
    "content-range": `bytes ${from}-${body.length - 1}/${body.length}`,
  };
  response.writeHead(
    from > 0 && fault === "resumable" ? 206 : 200,
    from > 0 && fault === "resumable" ? part : headers,
  );
  if (fault === "none") return void response.end(body);
  const half =
    fault === "resumable"
      ? rest.subarray(0, Math.max(400_000, rest.length >> 1))
      : rest.subarray(0, rest.length >> 1);
  if (half.length === rest.length) return void response.end(rest);
  response.write(half, () => setTimeout(() => response.destroy(), 20));
}
