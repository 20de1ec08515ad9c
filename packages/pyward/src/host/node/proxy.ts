import { request as plainRequest } from "node:http";
import { request as tlsRequest } from "node:https";
import type { Socket } from "node:net";
import { connect } from "node:tls";
import { HttpFailure, isLoopback } from "../http.ts";
import { basic, takeLogin } from "../login.ts";

export type Environment = Readonly<Record<string, string | undefined>>;

export interface Proxy {
  /** Without user and password. */
  readonly url: URL;
  /** What it is to be told on each connection. */
  readonly headers: Readonly<Record<string, string>>;
}

/**
 * The proxy that the environment names for an address; null: none. As curl and Go have it: a name in small letters counts first,
 * `NO_PROXY` lists hosts, domains and `host:port`, and this machine is never behind a proxy. Throws HttpFailure where it is no address.
 */
export function proxyFor(url: URL, environment: Environment): Proxy | null {
  const named = (name: string): string => environment[name] || environment[name.toUpperCase()] || "";
  const text = named(url.protocol === "https:" ? "https_proxy" : "http_proxy") || named("all_proxy");
  if (text === "" || isLoopback(url.hostname) || isExcepted(url, named("no_proxy"))) return null;
  const whole = text.includes("://") ? text : `http://${text}`;
  if (!URL.canParse(whole) || !/^https?:/.test(whole))
    throw new HttpFailure("the proxy of the environment is no address of HTTP", false);
  const proxy = new URL(whole);
  const login = takeLogin(proxy);
  return { url: proxy, headers: login === null ? {} : { "proxy-authorization": basic(login) } };
}

function isExcepted(url: URL, list: string): boolean {
  const port = url.port || (url.protocol === "https:" ? "443" : "80");
  const host = url.hostname.toLowerCase();
  return list
    .toLowerCase()
    .split(/[\s,]+/)
    .some((entry) => {
      if (entry === "*") return true;
      const [, name = "", only] = /^\*?\.?(.+?)(?::(\d+))?$/.exec(entry) ?? [];
      if (name === "" || (only !== undefined && only !== port)) return false;
      return host === name || host.endsWith(`.${name}`);
    });
}

/** A connection to the host of `url` through a proxy (RFC 9110, 9.3.6), with TLS from end to end. */
export async function tunnelThrough(
  proxy: Proxy,
  url: URL,
  { signal, ca }: { readonly signal: AbortSignal; readonly ca: string | undefined },
): Promise<Socket> {
  const target = `${url.hostname}:${url.port || "443"}`;
  const socket = await new Promise<Socket>((resolve, reject) => {
    const start = proxy.url.protocol === "https:" ? tlsRequest : plainRequest;
    const trust = ca === undefined ? {} : { ca };
    const headers = { host: target, ...proxy.headers };
    const asked = start(proxy.url, {
      method: "CONNECT",
      path: target,
      headers,
      agent: false,
      signal,
      ...trust,
    });
    asked.once("connect", ({ statusCode = 0 }, open) => {
      if (statusCode === 200) return resolve(open);
      open.destroy();
      return reject(new HttpFailure(`the proxy refused with status ${statusCode}`, false));
    });
    asked.once("response", (answer) => {
      answer.destroy();
      reject(new HttpFailure(`the proxy refused with status ${answer.statusCode}`, false));
    });
    asked.once("error", reject);
    asked.end();
  });
  const servername = url.hostname.replace(/^\[|\]$/g, "");
  return connect({
    socket,
    ...(ca === undefined ? {} : { ca }),
    ...(/^[\d.:]+$/.test(servername) ? {} : { servername }),
  });
}
