import { expect, it } from "vitest";
import { parseChallenge } from "./challenge.ts";

it.each([
  ['Basic realm="x"', { kind: "basic" }],
  ["basic", { kind: "basic" }],
  ['Bearer realm="https://a.example/t"', { kind: "bearer", realm: "https://a.example/t", service: null }],
  [
    'Bearer realm="https://a.example/t?x=1,2",service="a \\"b\\"",scope="repository:x:pull"',
    { kind: "bearer", realm: "https://a.example/t?x=1,2", service: 'a "b"' },
  ],
  [
    'Basic realm="Bearer realm=evil", BEARER Realm = https://a.example/t , service=s',
    { kind: "bearer", realm: "https://a.example/t", service: "s" },
  ],
  ["Negotiate abc==, Basic", { kind: "basic" }],
  ['realm="x"', null],
  ['Bearer service="x"', null],
  ["", null],
])("reads %s", (header, challenge) => {
  expect(parseChallenge(header)).toEqual(challenge);
});

it("is quick with what is made to be slow", () => {
  const started = Date.now();
  parseChallenge('a="'.repeat(1_000_000));
  parseChallenge(`Bearer realm="${"\\".repeat(1_000_000)}`);
  expect(Date.now() - started).toBeLessThan(1000);
});
