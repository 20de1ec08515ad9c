import { createHash } from "node:crypto";
import { existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { createServer, type Server, type ServerResponse } from "node:http";
import { join } from "node:path";
import { patient, type Http, type HttpResponse, type KeptBytes } from "../packages/pyward/src/host/index.ts";
import { withAuthoritiesOfPip } from "../packages/pyward/src/host/node/authorities-of-pip.ts";
import { nodeHttp } from "../packages/pyward/src/host/node/http.ts";
import { DEFAULT_INDEX } from "../packages/pyward/src/package-index/default-index.ts";
import { fetchMetadata } from "../packages/pyward/src/package-index/fetch-metadata.ts";
import { parseJsonPage } from "../packages/pyward/src/package-index/page/parse-json.ts";
import { normalizeName } from "../packages/pyward/src/python/index.ts";

/**
 * The default index as it is now, on a loopback address: what was asked once is kept in a folder, and every answer waits
 * for some milliseconds. It has the metadata of each wheel beside it (PEP 658) and says that a page holds for an hour.
 */
export class IndexMirror {
  latency = 0;
  requests = 0;
  private readonly folder: string;
  private readonly http: Http;
  private readonly server: Server;
  private origin = "";
  /** What is being fetched, by its key. */
  private readonly underWay = new Map<string, Promise<Buffer | null>>();

  constructor(folder: string) {
    this.folder = folder;
    mkdirSync(folder, { recursive: true });
    const bounds = { budget: 3_600_000, elapsed: () => 0 };
    this.http = patient(anywhere(nodeHttp(withAuthoritiesOfPip(process.env))), bounds);
    this.server = createServer((request, response) => {
      this.requests += 1;
      const path = decodeURIComponent(request.url ?? "");
      void Promise.all([this.answer(path), later(this.latency)]).then(([body]) => {
        send(response, path, body);
      });
    });
  }

  listen(): Promise<string> {
    return new Promise((done) => {
      this.server.listen(0, "127.0.0.1", () => {
        const address = this.server.address();
        this.origin = `http://127.0.0.1:${typeof address === "object" && address !== null ? address.port : 0}`;
        done(this.origin);
      });
    });
  }

  close(): void {
    this.server.closeAllConnections();
    this.server.close();
  }

  private async answer(path: string): Promise<Buffer | null> {
    const [, kind, name = "", ...rest] = path.split("/");
    if (kind === "simple") return this.page(name);
    if (kind !== "files") return null;
    const file = rest.join("/");
    return file.endsWith(".whl.metadata")
      ? this.kept(path, () => this.metadata(name, file.slice(0, -".metadata".length)))
      : this.kept(path, () => this.get(this.addresses.get(`${name} ${file}`)));
  }

  private readonly addresses = new Map<string, string>();

  private page(name: string): Promise<Buffer | null> {
    const known = this.pages.get(name) ?? this.makePage(name);
    this.pages.set(name, known);
    return known;
  }

  private readonly pages = new Map<string, Promise<Buffer | null>>();

  /** With its files here. */
  private async makePage(name: string): Promise<Buffer | null> {
    const bytes = await this.kept(`page ${name}`, () => this.get(`${DEFAULT_INDEX}${name}/`));
    if (bytes === null) return null;
    const page: { files: { filename: string; url: string }[] } = JSON.parse(bytes.toString("utf8"));
    const files = page.files.map((file) => {
      this.addresses.set(`${name} ${file.filename}`, file.url);
      const isWheel = file.filename.endsWith(".whl");
      return {
        ...file,
        url: `${this.origin}/files/${name}/${encodeURIComponent(file.filename)}`,
        ...(isWheel ? { "core-metadata": true } : {}),
      };
    });
    return Buffer.from(JSON.stringify({ ...page, files }));
  }

  private async metadata(name: string, filename: string): Promise<Buffer | null> {
    const page = await this.kept(`page ${name}`, () => Promise.resolve(null));
    if (page === null) return null;
    const url = new URL(`${DEFAULT_INDEX}${name}/`);
    const found = parseJsonPage(normalizeName(name), url, page.toString("utf8"));
    const file = found.kind === "page" ? found.page.files.find((one) => one.name === filename) : undefined;
    if (file === undefined) return null;
    let text: Buffer | null = null;
    // What is kept of metadata is its hash and its bytes.
    const kept: KeptBytes = { get: () => null, put: (_, bytes) => (text = Buffer.from(bytes.subarray(32))) };
    await fetchMetadata(file, {
      ...{ http: this.http, kept, now: new Date(), isOffline: false, hosts: new Set() },
      loginFor: () => null,
    });
    return text;
  }

  private async get(address: string | undefined): Promise<Buffer | null> {
    if (address === undefined) return null;
    const headers = { accept: "application/vnd.pypi.simple.v1+json, */*;q=0.1" };
    const answer = await this.http.send({ method: "GET", url: new URL(address), headers });
    if (answer.status === 200) return whole(answer);
    answer.discard();
    return null;
  }

  private kept(key: string, make: () => Promise<Buffer | null>): Promise<Buffer | null> {
    const known = this.underWay.get(key) ?? this.keptOrMade(key, make);
    this.underWay.set(key, known);
    return known;
  }

  private async keptOrMade(key: string, make: () => Promise<Buffer | null>): Promise<Buffer | null> {
    const path = join(this.folder, createHash("sha256").update(key).digest("hex"));
    if (existsSync(path)) return readFileSync(path);
    const made = await make();
    if (made !== null) writeFileSync(path, made);
    return made;
  }
}

function send(response: ServerResponse, path: string, body: Buffer | null): void {
  const type = path.startsWith("/simple/")
    ? "application/vnd.pypi.simple.v1+json"
    : "application/octet-stream";
  const headers = {
    "content-type": type,
    "cache-control": "max-age=3600",
    "content-length": body?.length ?? 0,
  };
  response.writeHead(body === null ? 404 : 200, headers);
  response.end(body ?? undefined);
}

async function whole({ body }: HttpResponse): Promise<Buffer> {
  const pieces: Uint8Array[] = [];
  for await (const piece of body) pieces.push(piece);
  return Buffer.concat(pieces);
}

function later(milliseconds: number): Promise<void> {
  return new Promise((done) => {
    setTimeout(done, milliseconds);
  });
}

/** A machine that builds may have a mirror in its own network in place of the default index. */
function anywhere(http: Http): Http {
  return {
    send: ({ method, url, headers }) => http.send({ method, url, headers }),
    pause: (milliseconds) => http.pause(milliseconds),
  };
}
