import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { createServer as plainServer, type Server } from "node:http";
import { createServer as tlsServer } from "node:https";
import {
  connect,
  createServer as tcpServer,
  type AddressInfo,
  type Server as TcpServer,
  type Socket,
} from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, afterEach, beforeAll, describe, expect, it } from "vitest";
import { selfSigned } from "../../../../../test/laws/certificate.ts";
import { HttpFailure } from "../http.ts";
import { nodeHttp, type HttpPatience } from "./http.ts";
import { proxyFor } from "./proxy.ts";

/** Enough for a machine that is busy. */
const LONG: HttpPatience = { answer: 20_000, idle: 20_000, grace: 60_000, slowest: 1 };
const open: (Server | TcpServer)[] = [];
const sockets: Socket[] = [];
let folder: string;
let file: string;
const { key, cert } = selfSigned("registry.example");

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), "pyward-http-"));
  file = join(folder, "authorities.pem");
  writeFileSync(file, cert);
});

afterAll(() => rmSync(folder, { recursive: true }));

afterEach(async () => {
  sockets.splice(0).forEach((socket) => socket.destroy());
  for (const server of open.splice(0)) {
    await new Promise((resolve) => void server.close(resolve));
  }
});

async function portOf(server: Server | TcpServer): Promise<number> {
  open.push(server);
  server.on("connection", (socket: Socket) => void sockets.push(socket));
  await new Promise<void>((resolve) => void server.listen(0, "127.0.0.1", resolve));
  const address: string | AddressInfo | null = server.address();
  return typeof address === "object" ? (address?.port ?? 0) : 0;
}

type Got = readonly [number, string] | string;

async function get(
  url: string,
  environment: Readonly<Record<string, string>> = {},
  patience: Partial<HttpPatience> = {},
): Promise<Got> {
  try {
    const answer = await nodeHttp(environment, { ...LONG, ...patience }).send({
      method: "GET",
      url: new URL(url),
      headers: {},
    });
    let text = "";
    for await (const piece of answer.body) text += Buffer.from(piece).toString("latin1");
    return [answer.status, text];
  } catch (error) {
    if (error instanceof HttpFailure) return error.message;
    throw error;
  }
}

const secure = (): Promise<number> =>
  portOf(tlsServer({ key, cert }, ({ headers }, answer) => void answer.end(`hello ${headers.host}`)));

describe("certificates", () => {
  it("that nobody trusts are refused, and SSL_CERT_FILE names those that are trusted", async () => {
    const url = `https://127.0.0.1:${await secure()}/`;
    expect(await get(url)).toMatch(/^its certificate is not trusted \(\w+\)$/);
    expect(await get(url, { SSL_CERT_FILE: file })).toEqual([200, `hello ${url.slice(8, -1)}`]);
    expect(await get(url.replace("127.0.0.1", "localhost"), { SSL_CERT_FILE: file })).toMatch(
      /^its certificate is not trusted \(ERR_TLS_CERT_ALTNAME_INVALID\)$/,
    );
    expect(await get(url, { SSL_CERT_FILE: `${file}x` })).toMatch(/^the file that SSL_CERT_FILE names/);
  });

  it("are not there on a server without TLS", async () => {
    const port = await portOf(plainServer((_, answer) => void answer.end()));
    expect(await get(`https://127.0.0.1:${port}/`)).toBe("it does not speak TLS");
  });
});

describe("a proxy", () => {
  const withProxy = async (target: number, seen: string[]): Promise<number> => {
    const proxy = plainServer(({ url, headers }, answer) => {
      seen.push(`${url} ${headers.host} ${headers["proxy-authorization"]}`);
      answer.end("by proxy");
    });
    proxy.on("connect", ({ url, headers }, socket) => {
      seen.push(`${url} ${headers["proxy-authorization"]}`);
      if (url?.startsWith("denied")) {
        socket.end("HTTP/1.1 407 Proxy Authentication Required\r\n\r\n");
        return;
      }
      const tunnel = connect(target, "127.0.0.1", () => {
        socket.write("HTTP/1.1 200 OK\r\n\r\n");
        tunnel.pipe(socket).pipe(tunnel);
      });
      tunnel.on("error", () => socket.destroy());
      socket.on("error", () => tunnel.destroy());
    });
    return await portOf(proxy);
  };
  const login = `Basic ${Buffer.from("me:se cret").toString("base64")}`;

  it("is gone through, with TLS from end to end", async () => {
    const seen: string[] = [];
    const port = await withProxy(await secure(), seen);
    const environment = { HTTPS_PROXY: `http://me:se%20cret@127.0.0.1:${port}`, SSL_CERT_FILE: file };
    expect(await get("https://registry.example/x", environment)).toEqual([200, "hello registry.example"]);
    expect(await get("https://wrong.example/x", environment)).toMatch(/not trusted/);
    expect(await get("https://denied.example/x", environment)).toBe("the proxy refused with status 407");
    expect(seen).toEqual([
      `registry.example:443 ${login}`,
      `wrong.example:443 ${login}`,
      `denied.example:443 ${login}`,
    ]);
  });

  it("is told the whole address of what has no TLS", async () => {
    const seen: string[] = [];
    const port = await withProxy(0, seen);
    expect(await get("http://registry.example/x?y", { http_proxy: `127.0.0.1:${port}` })).toEqual([
      200,
      "by proxy",
    ]);
    expect(seen).toEqual(["http://registry.example/x?y registry.example undefined"]);
  });

  it.each([
    ["https://registry.example/", { HTTPS_PROXY: "http://a.example:1" }, "http://a.example:1/"],
    [
      "https://registry.example/",
      { https_proxy: "http://b.example:1", HTTPS_PROXY: "x" },
      "http://b.example:1/",
    ],
    ["http://registry.example/", { HTTPS_PROXY: "http://a.example:1" }, null],
    ["http://registry.example/", { ALL_PROXY: "a.example:1" }, "http://a.example:1/"],
    ["https://registry.example/", { HTTPS_PROXY: "x", NO_PROXY: "*" }, null],
    ["https://registry.example/", { HTTPS_PROXY: "x", NO_PROXY: "a, .example" }, null],
    ["https://registry.example/", { HTTPS_PROXY: "x", NO_PROXY: "registry.example:443" }, null],
    ["https://registry.example/", { HTTPS_PROXY: "x", NO_PROXY: "registry.example:5000" }, "http://x/"],
    ["https://registry.example/", { HTTPS_PROXY: "x", NO_PROXY: "try.example,,stry.example" }, "http://x/"],
    ["https://127.0.0.1:5000/", { HTTPS_PROXY: "x" }, null],
    ["https://localhost/", { HTTPS_PROXY: "x" }, null],
  ])("for %s in %o is %s", (url, environment, proxy) => {
    expect(proxyFor(new URL(url), environment)?.url.href ?? null).toBe(proxy);
  });

  it.each(["socks5://127.0.0.1:1080", "http://"])("at %s is refused", async (address) => {
    expect(await get("https://registry.example/", { https_proxy: address })).toBe(
      "the proxy of the environment is no address of HTTP",
    );
  });
});

describe("a server", () => {
  it("that says nothing, stops or drips is not waited for", async () => {
    const silent = await portOf(tcpServer((socket) => void socket.on("error", () => undefined)));
    expect(await get(`http://127.0.0.1:${silent}/`, {}, { answer: 200 })).toBe("it did not answer in time");
    const stops = await portOf(plainServer((_, answer) => void answer.writeHead(200).write("x")));
    expect(await get(`http://127.0.0.1:${stops}/`, {}, { idle: 200 })).toBe("it stopped sending");
    const drips = await portOf(
      plainServer((_, answer) => {
        const timer = setInterval(() => answer.write("x"), 20);
        answer.on("close", () => clearInterval(timer));
      }),
    );
    expect(await get(`http://127.0.0.1:${drips}/`, {}, { grace: 100, slowest: 1000 })).toBe(
      "it sends less than 1000 bytes a second",
    );
  });

  it("that speaks something else, or lies about its length, is a failure", async () => {
    const answering = async (text: string): Promise<Got> => {
      const port = await portOf(tcpServer((socket) => void socket.on("error", () => undefined).end(text)));
      return await get(`http://127.0.0.1:${port}/`);
    };
    expect(await answering("SSH-2.0-x\r\n")).toBe("its answer is no HTTP");
    expect(await answering("HTTP/1.1 200 OK\r\ncontent-length: 9\r\n\r\nshort")).toBe(
      "the connection was broken off",
    );
    expect(await answering("HTTP/1.1 200 OK\r\ncontent-length: 2\r\n\r\nlonger")).toEqual([200, "lo"]);
    expect(await answering("HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\nzz\r\n")).toBe(
      "the connection was broken off",
    );
    expect(await answering(`HTTP/1.1 200 OK\r\nx: ${"y".repeat(100_000)}\r\n\r\n`)).toBe(
      "its answer is no HTTP",
    );
  });

  it("that is slower than its reader waits for nobody", async () => {
    const port = await portOf(plainServer((_, answer) => void answer.end("x".repeat(3_000_000))));
    const http = nodeHttp({}, { ...LONG, idle: 400 });
    const answer = await http.send({ method: "GET", url: new URL(`http://127.0.0.1:${port}/`), headers: {} });
    let size = 0;
    for await (const piece of answer.body) {
      if (size === 0) await http.pause(1000); // Longer than it may stand still.
      size += piece.length;
    }
    expect(size).toBe(3_000_000);
  });
});
