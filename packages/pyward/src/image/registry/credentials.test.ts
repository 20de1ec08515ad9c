import { expect, it } from "vitest";
import { findCredentials } from "./credentials.ts";

const APP = { host: "registry.example:5000", name: "team/app" };
const base64 = (text: string): string => Buffer.from(text).toString("base64");
const login = (user: string, password: string): unknown => ({
  kind: "found",
  credentials: { kind: "password", user, password },
});

it.each([
  ["registry.example:5000"],
  ["https://registry.example:5000"],
  ["https://registry.example:5000/v1/"],
  ["http://registry.example:5000/v2/"],
  ["registry.example:5000/team"],
  ["registry.example:5000/team/app"],
])("finds the login of %s", (key) => {
  const config = { auths: { [key]: { auth: base64("me:a:b\0") } } };
  expect(findCredentials([JSON.stringify(config)], APP)).toEqual(login("me", "a:b"));
});

it.each([
  ["registry.example"],
  ["registry.example:5001"],
  ["other.registry.example:5000"],
  ["registry.example:5000.evil.example"],
  ["registry.example:5000/tea"],
  ["registry.example:5000/team/app/more"],
])("knows that %s is another one", (key) => {
  const config = { auths: { [key]: { auth: base64("me:a") } } };
  expect(findCredentials([JSON.stringify(config)], APP)).toEqual({ kind: "none" });
});

it("takes the narrowest entry, and the first file that knows the registry", () => {
  const entry = (user: string): unknown => ({ username: user, password: "p" });
  const auths = { [APP.host]: entry("all"), [`${APP.host}/team`]: entry("team") };
  const second = { auths: { [`${APP.host}/team/app`]: entry("second") } };
  expect(findCredentials(["{}", "[", JSON.stringify({ auths }), JSON.stringify(second)], APP)).toEqual(
    login("team", "p"),
  );
});

it.each([
  ["{", { kind: "damaged" }],
  [JSON.stringify({ auths: { [APP.host]: { auth: base64("no colon") } } }), { kind: "damaged" }],
  [JSON.stringify({ auths: { [APP.host]: 1 } }), { kind: "damaged" }],
  [JSON.stringify({ auths: { [APP.host]: {} }, credsStore: "pass" }), { kind: "helper", helper: "pass" }],
  [JSON.stringify({ credsStore: "pass" }), { kind: "helper", helper: "pass" }],
  [JSON.stringify({ credHelpers: { [APP.host]: "ecr-login" } }), { kind: "helper", helper: "ecr-login" }],
  [JSON.stringify({ credHelpers: { "other.example": "x" }, auths: [] }), { kind: "none" }],
])("finds none in %s", (config, found) => {
  expect(findCredentials([config], APP)).toEqual(found);
});
