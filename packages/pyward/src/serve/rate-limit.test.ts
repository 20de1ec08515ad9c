import { expect, test } from "vitest";
import { rateLimit } from "./rate-limit.ts";

test("as many at once as in a minute, then as they come again", () => {
  const limit = rateLimit(60);
  const waits = Array.from({ length: 62 }, () => limit.waitOf("192.0.2.1", 0));
  expect(waits.slice(0, 60).every((wait) => wait === 0)).toBe(true);
  expect(waits.slice(60)).toEqual([1, 1]);
  expect(limit.waitOf("192.0.2.2", 0)).toBe(0);
  expect(limit.waitOf("192.0.2.1", 999)).toBe(1);
  expect(limit.waitOf("192.0.2.1", 1001)).toBe(0);
  expect(limit.waitOf("192.0.2.1", 1001)).toBe(1);
});

test("a network of IPv6 is one client, and an address of IPv4 is one however it is written", () => {
  const limit = rateLimit(1);
  expect(limit.waitOf("2001:db8:1:2:3::1", 0)).toBe(0);
  expect(limit.waitOf("2001:db8:1:2:ffff::9", 0)).toBe(60);
  expect(limit.waitOf("2001:db8:1:3::1", 0)).toBe(0);
  expect(limit.waitOf("::ffff:192.0.2.1", 0)).toBe(0);
  expect(limit.waitOf("192.0.2.1", 0)).toBe(60);
});

test("0 is no limit", () => {
  const limit = rateLimit(0);
  expect(Array.from({ length: 1000 }, () => limit.waitOf("a", 0)).every((wait) => wait === 0)).toBe(true);
});
