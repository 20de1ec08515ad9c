import { expect, test } from "vitest";
import { basic, takeLogin } from "./login.ts";

test.each([
  ["https://index.example/simple/", null],
  ["https://me@index.example/simple/", { user: "me", password: "" }],
  ["https://me:a%3Ab%40c@index.example/simple/", { user: "me", password: "a:b@c" }],
  ["https://me:100%@index.example/simple/", { user: "me", password: "100%" }],
])("the login of %s is taken out of it", (text, login) => {
  const url = new URL(text);
  expect(takeLogin(url)).toEqual(login);
  expect(url.href).toBe("https://index.example/simple/");
});

test("Basic, of UTF-8", () => {
  expect(basic({ user: "me", password: "\u00e9" })).toBe("Basic bWU6w6k=");
});
