import { expect, it } from "vitest";
import { HttpFailure, type Http } from "./http.ts";
import { patient, sinceFirstAsked } from "./patient.ts";

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
