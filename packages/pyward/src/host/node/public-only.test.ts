import type { LookupAddress } from "node:dns";
import { createServer } from "node:http";
import { expect, it } from "vitest";
import { HttpFailure } from "../http.ts";
import { nodeHttp, PATIENCE } from "./http.ts";
import { publicOnly, type AddressLookup } from "./public-only.ts";

const HERE = { address: "127.0.0.1", family: 4 };
const THERE = { address: "93.184.215.14", family: 4 };

/** A name server that everybody may have a word in. */
function resolving(addresses: readonly LookupAddress[]) {
  const names: string[] = [];
  const look: AddressLookup = (hostname, _, callback) => {
    names.push(hostname);
    callback(null, [...addresses]);
  };
  return { names, look };
}

it.each([
  ["this machine", [HERE]],
  ["a private network, too", [THERE, { address: "10.1.2.3", family: 4 }]],
  ["IPv4 in IPv6", [{ address: "::ffff:192.168.0.1", family: 6 }]],
  ["the link", [{ address: "169.254.169.254", family: 4 }]],
  ["nothing", []],
])("a name that resolves to %s is not connected to", async (_, addresses) => {
  const { look } = resolving(addresses);
  const error = await new Promise((resolve) => {
    publicOnly(look)("files.example", { all: true }, (problem) => resolve(problem));
  });
  expect(error).toBeInstanceOf(HttpFailure);
});

it("the connection is refused, not only the question; and no other one serves in its place", async () => {
  const requests: string[] = [];
  const server = createServer((request, response) => {
    requests.push(request.url ?? "");
    response.end("ok");
  });
  await new Promise<void>((resolve) => void server.listen(0, "127.0.0.1", resolve));
  const address = server.address();
  const port = typeof address === "object" ? address?.port : 0;
  const { names, look } = resolving([HERE]);
  const http = nodeHttp({}, PATIENCE, look);
  const asked = { method: "GET", url: new URL(`http://files.example:${port}/a`), headers: {} } as const;
  // A connection that may be used again, made for who may go there.
  const answer = await http.send(asked);
  for await (const _ of answer.body);
  await expect(http.send({ ...asked, isPublicOnly: true })).rejects.toThrow("private network");
  expect(names).toEqual(["files.example", "files.example"]);
  expect(requests).toEqual(["/a"]);
  server.closeAllConnections();
  await new Promise((resolve) => void server.close(resolve));
});

it.each(["http://127.0.0.1:9/", "https://[::1]:9/", "http://localhost:9/", "http://0x7f000001:9/"])(
  "%s is refused before anything is sent, also behind a proxy",
  async (url) => {
    const asked = { method: "GET", url: new URL(url), headers: {}, isPublicOnly: true } as const;
    for (const environment of [{}, { HTTPS_PROXY: "http://127.0.0.1:9", HTTP_PROXY: "http://127.0.0.1:9" }])
      await expect(nodeHttp(environment).send(asked)).rejects.toThrow("private network");
  },
);
