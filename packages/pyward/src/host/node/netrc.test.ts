import { expect, it } from "vitest";
import { loginIn } from "./netrc.ts";

const TEXT = `# machine commented login no password no
machine index.example login me password "a \\"b\\""
macdef init
machine macro.example login no password no

machine two.example
  account x user you
  password p#q
`;

it.each([
  ["index.example", { user: "me", password: 'a "b"' }],
  ["INDEX.example", { user: "me", password: 'a "b"' }],
  ["two.example", { user: "you", password: "p#q" }],
  ["macro.example", null],
  ["commented", null],
  ["other.example", null],
])("the login of %s", (host, login) => expect(loginIn(TEXT, host)).toEqual(login));

it("default stands for all others", () => {
  expect(loginIn(`${TEXT}default login any password z`, "other.example")).toEqual({
    user: "any",
    password: "z",
  });
});
