import { expect, test } from "vitest";
import { endOfLife } from "./end-of-life.ts";

test.each([
  ["3.8", "2024-10-31T23:59:59Z", null],
  ["3.8", "2024-11-01T00:00:00Z", "2024-10"],
  ["3.8.19", "2026-11-24T00:00:00Z", "2024-10"],
  ["3.10", "2026-11-24T00:00:00Z", "2026-10"],
  ["3.1", "2026-11-24T00:00:00Z", "2012-06"],
  ["3.14", "2026-11-24T00:00:00Z", null],
  ["2.7.18", "2026-11-24T00:00:00Z", "2020-01"],
  ["3.99", "2026-11-24T00:00:00Z", null],
  ["unknown", "2026-11-24T00:00:00Z", null],
])("Python %s at %s: %s", (version, now, end) =>
  expect(endOfLife(version, new Date(now))?.month ?? null).toBe(end),
);
