import { expect, it } from "vitest";
import { normalizeName } from "../python/index.ts";
import { resemblance } from "./resemblance.ts";

it.each([
  ["reqests", "requests", "one letter"],
  ["requestss", "requests", "one letter"],
  ["reqeusts", "requests", "one letter"],
  ["tensorflaw", "tensorflow", "one letter"],
  ["djang0", "django", "look-alike letters"],
  ["nurnpy", "numpy", "look-alike letters"],
  ["rnatplotlib", "matplotlib", "look-alike letters"],
  ["url1ib3", "urllib3", "look-alike letters"],
  ["dateutil-python", "python-dateutil", "the order of its words"],
  ["pythondateutil", "python-dateutil", "its separators"],
  ["requests", "Requests", null],
  ["psycopg", "psycopg2", null],
  ["urllib4", "urllib3", null],
  ["flack", "flask", null],
  ["requests-oauthlib", "requests", null],
  ["stequers", "requests", null],
])("%s and %s: %s", (one, other, how) => {
  expect(resemblance(normalizeName(one), normalizeName(other))).toBe(how);
  expect(resemblance(normalizeName(other), normalizeName(one))).toBe(how);
});
