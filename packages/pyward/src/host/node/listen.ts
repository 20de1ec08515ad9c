import { createServer, type IncomingMessage, type Server, type ServerResponse } from "node:http";
import { Socket } from "node:net";
import { watchConnections, type Connections } from "./connections.ts";

/** A request, its body read whole. */
export interface HeardRequest {
  readonly method: string;
  readonly target: string;
  /** By its name in small letters; null where there is none. */
  header(name: string): string | null;
  readonly body: Uint8Array;
}

export interface GivenAnswer {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly parts: readonly Uint8Array[];
}

export interface ListenOptions {
  readonly host: string;
  /** 0: any that is free. */
  readonly port: number;
  /** The answer to a whole request of a client's address. Must not throw. */
  readonly answer: (request: HeardRequest, client: string) => GivenAnswer;
  readonly patience?: Partial<ServerPatience>;
}

/** In milliseconds, bytes and numbers. */
export interface ServerPatience {
  /** For the head of a request, and for all of it. */
  readonly head: number;
  readonly request: number;
  /** Without a byte either way. */
  readonly idle: number;
  /** For a whole answer, however slowly it is taken. */
  readonly answer: number;
  readonly maxBody: number;
  readonly maxHead: number;
  readonly maxConnections: number;
  readonly maxConnectionsOfOne: number;
  /** For what is under way when the server ends. */
  readonly farewell: number;
}

const SERVER_PATIENCE: ServerPatience = {
  head: 10_000,
  request: 30_000,
  idle: 60_000,
  answer: 900_000,
  maxBody: 4 * 1024 * 1024,
  maxHead: 16 * 1024,
  maxConnections: 1024,
  maxConnectionsOfOne: 512,
  farewell: 5_000,
};

export interface Listening {
  readonly port: number;
  /** Takes no more requests, ends those under way, and then the connections. */
  close(): Promise<void>;
}

/** An HTTP/1.1 server that bounds what any client can take: sizes, times and connections. Throws the system's error where it cannot listen. */
export async function listen(options: ListenOptions): Promise<Listening> {
  const patience = { ...SERVER_PATIENCE, ...options.patience };
  const server = createServer({ maxHeaderSize: patience.maxHead, connectionsCheckingInterval: 1000 });
  server.headersTimeout = patience.head;
  server.requestTimeout = patience.request;
  server.keepAliveTimeout = patience.idle;
  server.timeout = patience.idle;
  server.maxConnections = patience.maxConnections;
  const connections = watchConnections(server, patience.maxConnectionsOfOne);
  server.on("request", (message, response) => {
    const done = connections.begin(message.socket);
    void hear(message, response, { ...options, patience }).finally(done);
  });
  server.on("clientError", (error, socket) => {
    // Behind an answer that is under way nothing else can be said.
    if (!socket.writable || !(socket instanceof Socket) || connections.isBusy(socket)) socket.destroy();
    else socket.end(`HTTP/1.1 ${refusedHead(error)}\r\nconnection: close\r\ncontent-length: 0\r\n\r\n`);
  });
  await new Promise<void>((resolve, reject) => {
    server.once("error", reject);
    server.listen(options.port, options.host, () => resolve());
  });
  const address = server.address();
  return {
    port: typeof address === "object" && address !== null ? address.port : options.port,
    close: async () => await closeServer(server, connections, patience.farewell),
  };
}

/** What is no HTTP, or not in time, is told so: a client behind a proxy sees nothing but a broken connection otherwise. */
function refusedHead(error: Error): string {
  const code = "code" in error ? error.code : null;
  if (code === "HPE_HEADER_OVERFLOW") return "431 Request Header Fields Too Large";
  return code === "ERR_HTTP_REQUEST_TIMEOUT" ? "408 Request Timeout" : "400 Bad Request";
}

type Hearing = ListenOptions & { readonly patience: ServerPatience };

async function hear(message: IncomingMessage, response: ServerResponse, options: Hearing): Promise<void> {
  const { patience, answer } = options;
  const deadline = setTimeout(() => message.socket.destroy(), patience.request + patience.answer);
  try {
    const body = await readBody(message, patience.maxBody);
    if (typeof body === "number") {
      response.setHeader("connection", "close");
      await give(response, refusal(body));
    } else await give(response, answer(requestOf(message, body), message.socket.remoteAddress ?? ""));
  } catch {
    message.socket.destroy(); // it went away, or stopped in the middle of a body
  } finally {
    clearTimeout(deadline);
  }
}

function requestOf(message: IncomingMessage, body: Uint8Array): HeardRequest {
  return {
    method: message.method ?? "",
    target: message.url ?? "",
    header: (name) => {
      const value = message.headers[name];
      return Array.isArray(value) ? value.join(", ") : (value ?? null);
    },
    body,
  };
}

/** The status of a refusal in place of a body that is too large or packed. */
async function readBody(message: IncomingMessage, limit: number): Promise<Uint8Array | 413 | 415> {
  const coding = message.headers["content-encoding"] ?? "identity";
  if (coding !== "identity") return 415;
  if (Number(message.headers["content-length"] ?? 0) > limit) return 413;
  const pieces: Uint8Array[] = [];
  let size = 0;
  for await (const piece of message) {
    const bytes: Uint8Array = piece;
    size += bytes.length;
    if (size > limit) return 413;
    pieces.push(bytes);
  }
  return Buffer.concat(pieces);
}

function refusal(status: 413 | 415): GivenAnswer {
  const message = status === 413 ? "The request is too large." : "A packed request is not read.";
  const parts = [Buffer.from(JSON.stringify({ code: 3, message }))];
  return { status, headers: { "content-type": "application/json" }, parts };
}

/** As much at once as a socket takes gladly: a zip comes in thousands of small parts. */
const PIECE = 256 * 1024;

async function give(response: ServerResponse, { status, headers, parts }: GivenAnswer): Promise<void> {
  response.writeHead(status, headers);
  for (const piece of joined(parts))
    if (!response.write(piece) && !response.destroyed) await drained(response);
  await new Promise<void>((resolve) => {
    response.once("close", resolve);
    response.end(resolve);
  });
}

function* joined(parts: readonly Uint8Array[]): Generator<Uint8Array> {
  let waiting: Uint8Array[] = [];
  let size = 0;
  for (const part of parts) {
    waiting.push(part);
    size += part.length;
    if (size < PIECE) continue;
    yield Buffer.concat(waiting);
    waiting = [];
    size = 0;
  }
  if (size > 0) yield Buffer.concat(waiting);
}

async function drained(response: ServerResponse): Promise<void> {
  await new Promise<void>((resolve, reject) => {
    const settle = (error?: Error): void => {
      response.off("drain", onDrain);
      response.off("close", onClose);
      if (error === undefined) resolve();
      else reject(error);
    };
    const onDrain = (): void => settle();
    const onClose = (): void => settle(new Error("the reader went away"));
    response.once("drain", onDrain);
    response.once("close", onClose);
  });
}

async function closeServer(server: Server, connections: Connections, farewell: number): Promise<void> {
  await new Promise<void>((resolve) => {
    const timer = setTimeout(() => server.closeAllConnections(), farewell);
    server.close(() => {
      clearTimeout(timer);
      resolve();
    });
    connections.end();
  });
}
