// A package index on this machine, for tests: answers what it is given, and remembers what it was asked.
import { createServer, type IncomingHttpHeaders, type ServerResponse } from "node:http";
import { listenOnLoopback, stopServer } from "./loopback.ts";

export interface LoopbackRequest {
  readonly path: string;
  readonly headers: IncomingHttpHeaders;
}

export interface LoopbackIndex {
  /** `http://127.0.0.1:PORT/simple/`. */
  readonly url: string;
  readonly requests: LoopbackRequest[];
  /** What lies at a path (`/simple/brick/`): JSON by PEP 691, or what answers by itself. */
  set(path: string, page: object | ((request: LoopbackRequest, response: ServerResponse) => void)): void;
  close(): Promise<void>;
}

export async function loopbackIndex(): Promise<LoopbackIndex> {
  const pages = new Map<string, object>();
  const requests: LoopbackRequest[] = [];
  const server = createServer((request, response) => {
    const asked = { path: request.url ?? "", headers: request.headers };
    requests.push(asked);
    const page = pages.get(asked.path);
    if (page === undefined) response.writeHead(404).end();
    else if (typeof page === "function") page(asked, response);
    else response.writeHead(200, { "content-type": JSON_PAGE, etag: '"1"' }).end(JSON.stringify(page));
  });
  const host = await listenOnLoopback(server);
  return {
    url: `http://${host}/simple/`,
    requests,
    set: (path, page) => void pages.set(path, page),
    close: () => stopServer(server),
  };
}

const JSON_PAGE = "application/vnd.pypi.simple.v1+json";

/** A source distribution as a page lists it. */
export function listedSdist(name: string, version: string, more: object = {}): object {
  const filename = `${name}-${version}.tar.gz`;
  return { filename, url: `../../files/${filename}`, hashes: {}, ...more };
}
