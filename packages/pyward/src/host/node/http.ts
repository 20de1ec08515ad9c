import { lookup } from "node:dns";
import { readFileSync } from "node:fs";
import {
  Agent as PlainAgent,
  request as plainRequest,
  type ClientRequest,
  type IncomingMessage,
  type RequestOptions,
} from "node:http";
import { Agent as TlsAgent, request as tlsRequest } from "node:https";
import { setTimeout as wait } from "node:timers/promises";
import { HttpFailure, type Http, type HttpRequest, type HttpResponse } from "../http.ts";
import { failureOf } from "./http-failures.ts";
import { lookupBy, publicOnly, refusePrivate, type AddressLookup } from "./public-only.ts";
import { proxyFor, tunnelThrough, type Environment } from "./proxy.ts";

/** In milliseconds, and bytes a second. */
export interface HttpPatience {
  /** From the start of a request to the headers of its answer. */
  readonly answer: number;
  /** Between two pieces of a body. */
  readonly idle: number;
  /** A body that took this long has to be faster than `slowest` on the average, or it would never end. */
  readonly grace: number;
  readonly slowest: number;
}

export const PATIENCE: HttpPatience = { answer: 30_000, idle: 60_000, grace: 120_000, slowest: 1024 };

/**
 * The network by Node's own `http` and `https`. Honours `HTTPS_PROXY`, `HTTP_PROXY`, `ALL_PROXY` and `NO_PROXY`, and
 * `SSL_CERT_FILE` in place of Node's own authorities. Certificates are always verified.
 */
export function nodeHttp(
  environment: Environment,
  patience: HttpPatience = PATIENCE,
  look: AddressLookup = lookup,
): Http {
  let connections: Connections | null = null;
  return {
    send: (request) => send(request, () => (connections ??= connectionsFor(environment, look)), patience),
    pause: async (milliseconds) => {
      await wait(milliseconds);
    },
  };
}

interface Connections {
  readonly environment: Environment;
  readonly plain: PlainAgent;
  readonly tls: TlsAgent;
  /** Connections that were made for `isPublicOnly`: no other one may serve such a request. */
  readonly publicPlain: PlainAgent;
  readonly publicTls: TlsAgent;
  /** Certificates of authorities, in PEM; undefined: Node's own. */
  readonly ca: string | undefined;
}

function connectionsFor(environment: Environment, look: AddressLookup): Connections {
  const ca = authorities(environment["SSL_CERT_FILE"]);
  const shared = { keepAlive: true, maxSockets: 16, lookup: lookupBy(look, () => true) };
  const trusting = { ...shared, ...(ca === undefined ? {} : { ca }) };
  return {
    environment,
    ca,
    plain: new PlainAgent(shared),
    tls: new TlsAgent(trusting),
    publicPlain: new PlainAgent({ ...shared, lookup: publicOnly(look) }),
    publicTls: new TlsAgent({ ...trusting, lookup: publicOnly(look) }),
  };
}

/** Throws HttpFailure: going on with other authorities than those that were asked for would be wrong. */
function authorities(file: string | undefined): string | undefined {
  if (file === undefined || file === "") return undefined;
  try {
    return readFileSync(file, "utf8");
  } catch {
    throw new HttpFailure("the file that SSL_CERT_FILE names cannot be read", false);
  }
}

async function send(
  request: HttpRequest,
  connections: () => Connections,
  patience: HttpPatience,
): Promise<HttpResponse> {
  const deadline = AbortSignal.timeout(patience.answer);
  try {
    const outgoing = await open(request, connections(), deadline);
    const answer = await answerTo(outgoing, request.body, deadline);
    return responseOf(answer, patience);
  } catch (error) {
    throw deadline.aborted ? new HttpFailure("it did not answer in time", false) : failureOf(error);
  }
}

async function open(
  request: HttpRequest,
  connections: Connections,
  signal: AbortSignal,
): Promise<ClientRequest> {
  const { url, method, headers, socket, isPublicOnly = false } = request;
  if (isPublicOnly) refusePrivate(url);
  const length = request.body === undefined ? {} : { "content-length": `${Buffer.byteLength(request.body)}` };
  const options: RequestOptions = {
    method,
    headers: { ...headers, ...length },
    ...(socket === undefined ? {} : { socketPath: socket }),
  };
  const proxy = socket === undefined ? proxyFor(url, connections.environment) : null;
  if (url.protocol !== "https:") {
    if (proxy === null)
      return plainRequest(url, {
        ...options,
        agent: isPublicOnly ? connections.publicPlain : connections.plain,
      });
    return plainRequest(proxy.url, {
      ...options,
      path: url.href,
      headers: { ...options.headers, host: url.host, ...proxy.headers },
    });
  }
  if (proxy === null)
    return tlsRequest(url, { ...options, agent: isPublicOnly ? connections.publicTls : connections.tls });
  const tunnel = await tunnelThrough(proxy, url, { signal, ca: connections.ca });
  // Without an agent, which would connect itself, and knows the port that is not written.
  return tlsRequest(url, { ...options, defaultPort: 443, createConnection: () => tunnel });
}

function answerTo(
  outgoing: ClientRequest,
  body: string | undefined,
  signal: AbortSignal,
): Promise<IncomingMessage> {
  return new Promise((resolve, reject) => {
    const abandon = (): void => void outgoing.destroy(new Error("no answer"));
    if (signal.aborted) abandon(); // while a tunnel was dug
    signal.addEventListener("abort", abandon, { once: true });
    outgoing.once("response", (answer) => {
      signal.removeEventListener("abort", abandon);
      resolve(answer);
    });
    outgoing.on("error", reject);
    outgoing.end(body);
  });
}

function responseOf(answer: IncomingMessage, patience: HttpPatience): HttpResponse {
  answer.on("error", () => undefined); // Whoever reads the body is told; a discarded one may break off.
  return {
    status: answer.statusCode ?? 0,
    header: (name) => {
      const value = answer.headers[name];
      return value === undefined ? null : [value].flat().join(", ");
    },
    body: bodyOf(answer, patience),
    discard: () => void answer.destroy(),
  };
}

async function* bodyOf(answer: IncomingMessage, patience: HttpPatience): AsyncGenerator<Uint8Array> {
  const started = Date.now();
  const stop = (): void => void answer.destroy(new HttpFailure("it stopped sending", true));
  let size = 0;
  // Runs while a piece is awaited, not while somebody works on one.
  let timer = setTimeout(stop, patience.idle);
  try {
    for await (const piece of answer) {
      clearTimeout(timer);
      const bytes: Uint8Array = piece;
      size += bytes.length;
      const seconds = (Date.now() - started) / 1000;
      if (seconds * 1000 > patience.grace && size / seconds < patience.slowest)
        throw new HttpFailure(`it sends less than ${patience.slowest} bytes a second`, false);
      yield bytes;
      timer = setTimeout(stop, patience.idle);
    }
  } catch (error) {
    throw failureOf(error);
  } finally {
    clearTimeout(timer);
    answer.destroy();
  }
}
