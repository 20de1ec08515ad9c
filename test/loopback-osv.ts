// A service of OSV's API on this machine, for tests: it knows the records that it is given, and remembers what it was asked.
import { createServer, type IncomingHttpHeaders, type ServerResponse } from "node:http";
import { listenOnLoopback, stopServer } from "./loopback.ts";

export interface OsvRequest {
  readonly method: string;
  readonly path: string;
  readonly headers: IncomingHttpHeaders;
  readonly body: string;
}

interface OsvQuery {
  readonly package: { readonly name: string; readonly ecosystem: string };
  readonly version?: string;
  readonly page_token?: string;
}

/** As much of a record as the service itself looks at. */
export interface OsvRecord {
  readonly id: string;
  readonly modified: string;
  readonly affected: readonly {
    readonly package: { readonly name: string };
  }[];
  /** The versions for which the service lists it, right or wrong. */
  readonly listedFor: readonly string[];
}

export interface LoopbackOsv {
  /** `http://127.0.0.1:PORT/`. */
  readonly url: string;
  readonly host: string;
  readonly requests: OsvRequest[];
  /** The names and versions that it was told, in the order of asking; a package as a whole has no version. */
  told(): string[];
  /** What answers in its place, for one test; false: the service does. */
  instead: (request: OsvRequest, response: ServerResponse) => boolean;
  /** Records of one answer to a query. */
  page: number;
  records: readonly OsvRecord[];
  close(): Promise<void>;
}

export async function loopbackOsv(records: readonly OsvRecord[]): Promise<LoopbackOsv> {
  const server = createServer((incoming, response) => {
    const pieces: Buffer[] = [];
    incoming.on("data", (piece: Buffer) => pieces.push(piece));
    incoming.on("end", () => {
      const { method = "", url: path = "", headers } = incoming;
      const request = { method, path, headers, body: Buffer.concat(pieces).toString("utf8") };
      service.requests.push(request);
      if (!service.instead(request, response)) answer(service, request, response);
    });
  });
  const host = await listenOnLoopback(server);
  const service: LoopbackOsv = {
    url: `http://${host}/`,
    host,
    requests: [],
    told: () =>
      service.requests.flatMap(({ path, body }) => (path.endsWith("/querybatch") ? toldIn(body) : [])),
    instead: () => false,
    page: 1000,
    records,
    close: () => stopServer(server),
  };
  return service;
}

function queriesOf(body: string): readonly OsvQuery[] {
  const asked: { readonly queries: readonly OsvQuery[] } = JSON.parse(body);
  return asked.queries;
}

function toldIn(body: string): string[] {
  return queriesOf(body).map(({ package: { name }, version }) =>
    version === undefined ? name : `${name} ${version}`,
  );
}

function answer(service: LoopbackOsv, { method, path, body }: OsvRequest, response: ServerResponse): void {
  const send = (status: number, value: object): void =>
    void response.writeHead(status, { "content-type": "application/json" }).end(JSON.stringify(value));
  if (method === "POST" && path === "/v1/querybatch") {
    const queries = queriesOf(body);
    if (queries.length > 1000) send(400, { code: 3, message: "Too many queries." });
    else send(200, { results: queries.map((query) => resultOf(query, service)) });
    return;
  }
  const id = decodeURIComponent(/^\/v1\/vulns\/([^/]+)$/.exec(path)?.[1] ?? "");
  const record = service.records.find((one) => one.id === id);
  if (record === undefined) send(404, { code: 5, message: "Bug not found." });
  else send(200, record);
}

function resultOf(
  { package: { name }, version, page_token }: OsvQuery,
  { records, page }: LoopbackOsv,
): object {
  const found = records.filter(
    ({ affected, listedFor }) =>
      affected.some((one) => one.package.name === name) &&
      (version === undefined || listedFor.includes(version)),
  );
  const from = Number(page_token ?? 0);
  const vulns = found.slice(from, from + page).map(({ id, modified }) => ({ id, modified }));
  if (vulns.length === 0) return {};
  return from + page < found.length ? { vulns, next_page_token: `${from + page}` } : { vulns };
}
