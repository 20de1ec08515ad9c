import { connect, type Socket } from "node:net";
import { afterEach, describe, expect, it } from "vitest";
import { listen, type GivenAnswer, type Listening, type ListenOptions } from "./listen.ts";

const open: Listening[] = [];
const sockets: Socket[] = [];

afterEach(async () => {
  sockets.splice(0).forEach((socket) => socket.destroy());
  for (const one of open.splice(0)) await one.close();
});

interface Heard {
  readonly method: string;
  readonly target: string;
  readonly size: number;
}

const seen: Heard[] = [];

function echo({ method, target, body }: Parameters<ListenOptions["answer"]>[0]): GivenAnswer {
  seen.push({ method, target, size: body.length });
  return { status: 200, headers: { "content-type": "text/plain" }, parts: [Buffer.from(`${body.length}`)] };
}

async function start(
  patience: NonNullable<ListenOptions["patience"]> = {},
  answer: ListenOptions["answer"] = echo,
): Promise<number> {
  seen.length = 0;
  const listening = await listen({ host: "127.0.0.1", port: 0, answer, patience });
  open.push(listening);
  return listening.port;
}

/** A client that writes what it likes; `said` once the server has closed the connection. */
function dial(port: number): { readonly socket: Socket; readonly said: Promise<string> } {
  const socket = connect(port, "127.0.0.1");
  sockets.push(socket);
  let text = "";
  socket.on("data", (chunk: Buffer) => void (text += chunk.toString("latin1")));
  socket.on("error", () => undefined);
  return { socket, said: new Promise((resolve) => socket.once("close", () => resolve(text))) };
}

async function say(port: number, text: string): Promise<string> {
  const { socket, said } = dial(port);
  socket.write(text);
  return await said;
}

async function timed<T>(work: Promise<T>): Promise<readonly [T, number]> {
  const began = performance.now();
  return [await work, performance.now() - began];
}

describe("a client that is slow", () => {
  it("loses its connection where the head does not end", async () => {
    const port = await start({ head: 300, request: 400 });
    const [text, milliseconds] = await timed(say(port, "GET / HTTP/1.1\r\nhost: a\r\nx: "));
    expect(text).toMatch(/^HTTP\/1\.1 408 /);
    expect(milliseconds).toBeLessThan(5000);
    expect(seen).toEqual([]);
  });

  it("loses it where the body comes byte by byte", async () => {
    const port = await start({ head: 300, request: 400 });
    const { socket, said } = dial(port);
    socket.write("POST /v1/query HTTP/1.1\r\nhost: a\r\ncontent-length: 100000\r\n\r\n");
    const dripping = setInterval(() => socket.write("x"), 50);
    const [text, milliseconds] = await timed(said);
    clearInterval(dripping);
    expect(text).toBe("");
    expect(milliseconds).toBeLessThan(5000);
    expect(seen).toEqual([]);
  });

  it("loses it where it does not take the answer", async () => {
    const large = {
      status: 200,
      headers: {},
      parts: Array.from({ length: 64 }, () => Buffer.alloc(1 << 20)),
    };
    const port = await start({ idle: 300 }, () => large);
    const { socket, said } = dial(port);
    socket.write("GET / HTTP/1.1\r\nhost: a\r\n\r\n");
    socket.pause();
    await new Promise((resolve) => setTimeout(resolve, 1500));
    socket.resume();
    expect((await said).length).toBeLessThan(64 << 20);
  });

  it("does not stop another", async () => {
    const port = await start({ head: 3000 });
    dial(port).socket.write("GET / HTTP/1.1\r\n");
    const [answer, milliseconds] = await timed(fetch(`http://127.0.0.1:${port}/`));
    expect([answer.status, milliseconds < 2000]).toEqual([200, true]);
  });
});

describe("what is too much", () => {
  it("a body by what it says, and by what it is", async () => {
    const port = await start({ maxBody: 1000 });
    const post = async (body: string | ReadableStream) =>
      await fetch(`http://127.0.0.1:${port}/`, { method: "POST", body, duplex: "half" });
    const streamed = (size: number) => new Blob([Buffer.alloc(size)]).stream();
    const answers = [await post("x".repeat(1000)), await post("x".repeat(1001))];
    expect(answers.map(({ status }) => status)).toEqual([200, 413]);
    expect(await answers[1]?.json()).toEqual({ code: 3, message: "The request is too large." });
    expect((await post(streamed(1000))).status).toBe(200);
    expect((await post(streamed(1001))).status).toBe(413);
    expect(seen.map(({ size }) => size)).toEqual([1000, 1000]);
  });

  it("a head, and a body that is packed", async () => {
    const port = await start({ maxHead: 2000 });
    expect(await say(port, `GET /${"a".repeat(4000)} HTTP/1.1\r\nhost: a\r\n\r\n`)).toMatch(
      /^HTTP\/1\.1 431 /,
    );
    expect(await say(port, "no HTTP at all\r\n\r\n")).toMatch(/^HTTP\/1\.1 400 /);
    const headers = { "content-encoding": "gzip" };
    const packed = await fetch(`http://127.0.0.1:${port}/`, { method: "POST", body: "x", headers });
    expect(packed.status).toBe(415);
    expect(seen).toEqual([]);
  });

  it("connections of one client", async () => {
    const port = await start({ maxConnectionsOfOne: 3 });
    const held = [dial(port), dial(port), dial(port)];
    await Promise.all(held.map(({ socket }) => new Promise((resolve) => socket.once("connect", resolve))));
    expect(await say(port, "GET / HTTP/1.1\r\nhost: a\r\n\r\n")).toBe("");
    held[0]?.socket.destroy();
    await held[0]?.said;
    await expect
      .poll(async () => await say(port, "GET / HTTP/1.1\r\nhost: a\r\nconnection: close\r\n\r\n"))
      .toMatch(/^HTTP\/1\.1 200 /);
  });

  it("connections of all", async () => {
    const port = await start({ maxConnections: 2 });
    const held = [dial(port), dial(port)];
    await Promise.all(held.map(({ socket }) => new Promise((resolve) => socket.once("connect", resolve))));
    expect(await say(port, "GET / HTTP/1.1\r\nhost: a\r\n\r\n")).toBe("");
  });
});

describe("the end", () => {
  it("an answer that is under way is given whole, and idle connections do not delay", async () => {
    const parts = Array.from({ length: 32 }, () => Buffer.alloc(1 << 20, "a"));
    await start({}, () => ({ status: 200, headers: {}, parts }));
    const listening = open.pop();
    const { socket } = dial(listening?.port ?? 0);
    await new Promise((resolve) => socket.once("connect", resolve));
    const answer = await fetch(`http://127.0.0.1:${listening?.port}/`);
    const [[, body], milliseconds] = await timed(Promise.all([listening?.close(), answer.arrayBuffer()]));
    expect([body.byteLength, milliseconds < 4000]).toEqual([32 << 20, true]);
    await expect(fetch(`http://127.0.0.1:${listening?.port}/`)).rejects.toThrow();
  });

  it("what does not end by itself is ended", async () => {
    await start({ farewell: 300 });
    const listening = open.pop();
    const { socket, said } = dial(listening?.port ?? 0);
    socket.write("POST / HTTP/1.1\r\nhost: a\r\ncontent-length: 10\r\n\r\nx");
    await new Promise((resolve) => setTimeout(resolve, 100));
    const [, milliseconds] = await timed(Promise.all([listening?.close(), said]));
    expect(milliseconds).toBeLessThan(2500);
  });
});
