import { expect, it } from "vitest";
import { parseEngineName, parseReference, referenceText } from "./reference.ts";

const DIGEST = `sha256:${"a".repeat(64)}`;

it.each([
  ["registry.example/team/app:1.2", ["registry.example", "team/app", "1.2", null]],
  ["localhost:5000/app", ["localhost:5000", "app", "latest", null]],
  ["localhost/app:1", ["localhost", "app", "1", null]],
  ["[::1]:5000/app:1", ["[::1]:5000", "app", "1", null]],
  ["Registry.Example:443/a__b/c-d.e:V_1", ["registry.example:443", "a__b/c-d.e", "V_1", null]],
  [`registry.example/app:1@${DIGEST}`, ["registry.example", "app", "1", DIGEST]],
  [`registry.example/app@${DIGEST}`, ["registry.example", "app", null, DIGEST]],
])("reads %s", (text, [host, name, tag, digest]) => {
  expect(parseReference(text)).toEqual({ host, name, tag, digest });
});

it.each([
  "app:1",
  "team/app:1",
  "registry.example/",
  "registry.example/App",
  "registry.example/../app",
  "registry.example//app",
  "-registry.example/app",
  "registry.example:123456/app",
  "user:word@registry.example/app",
  "registry.example/app@sha256:12",
  `registry.example/app@${DIGEST}@${DIGEST}`,
  "registry.example/app?x:1",
  "registry.example/app#x",
  "registry.example/app:1:2",
  "registry.example/app:",
  `registry.example/${"a".repeat(250)}`,
])("refuses %s", (text) => {
  expect(parseReference(text)).toBeNull();
});

it("writes a reference with the tag that it means", () => {
  const texts = ["localhost:5000/app", `registry.example/app@${DIGEST}`, `registry.example/app:1@${DIGEST}`];
  const written = texts.map((text) => parseReference(text)).map((one) => one && referenceText(one));
  expect(written).toEqual(["localhost:5000/app:latest", texts[1], texts[2]]);
});

it.each([
  ["app", "app:latest"],
  ["app:1", "app:1"],
  ["team/app", "team/app:latest"],
  ["registry.example:5000/app", "registry.example:5000/app:latest"],
  [`app@${DIGEST}`, `app@${DIGEST}`],
  ["0123456789ab", "0123456789ab"],
  [DIGEST, DIGEST],
  ["app/../../containers/json", null],
  ["app?names=x", null],
  ["", null],
])("means by %s for an engine %s", (text, meant) => {
  expect(parseEngineName(text)).toBe(meant);
});
