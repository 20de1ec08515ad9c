import { expect, it } from "vitest";
import { HttpFailure, type Http } from "./http.ts";
import { patient, sinceFirstAsked, unlessSilent } from "./patient.ts";

const ASKED = { method: "GET", url: new URL("https://index.example/"), headers: {} } as const;

it("gives up what is asked, and what still comes, when the time is over", async () => {
  let now = 7;
  let sent = 0;
  async function* dripping() {
    for (;;) {
      now += 4;
      yield Uint8Array.of(1);
    }
  }
  const endless: Http = {
    send: async () => {
      sent += 1;
      return { status: 200, header: () => null, body: dripping(), discard: () => undefined };
    },
    pause: async () => undefined,
  };
  const http = patient(endless, { budget: 10_000, elapsed: sinceFirstAsked(() => now * 1000) });
  const answer = await http.send(ASKED);
  let pieces = 0;
  const read = async (): Promise<void> => {
    for await (const piece of answer.body) pieces += piece.length;
  };
  await expect(read()).rejects.toThrow(HttpFailure);
  expect(pieces).toBe(2);
  await expect(http.send(ASKED)).rejects.toThrow("10 seconds");
  await expect(http.pause(1)).rejects.toThrow(HttpFailure);
  expect(sent).toBe(1);
});

it("is given up where nobody answers, and left alone once somebody has", async () => {
  let now = 0;
  let isThere = false;
  const network: Http = {
    send: async () => {
      now += 4;
      if (!isThere) throw new HttpFailure("it did not answer in time", true);
      return { status: 200, header: () => null, body: none(), discard: () => undefined };
    },
    pause: async () => undefined,
  };
  async function* none(): AsyncGenerator<Uint8Array> {}
  const start = () => unlessSilent(network, { budget: 10_000, elapsed: sinceFirstAsked(() => now * 1000) });
  const silent = start();
  for (const words of ["in time", "in time", "in time", "nobody answered within 10 seconds"])
    await expect(silent.send(ASKED)).rejects.toThrow(words);
  isThere = true;
  const there = start();
  for (let count = 0; count < 5; count++) expect((await there.send(ASKED)).status).toBe(200);
  isThere = false;
  await expect(there.send(ASKED)).rejects.toThrow("in time");
});
