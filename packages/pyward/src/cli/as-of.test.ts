import { expect, test } from "vitest";
import { momentOf } from "./as-of.ts";
import { parseAsOf } from "./data-options.ts";

const NOW = new Date("2026-11-24T10:00:00Z");
const moment = (text: string): string => momentOf(parseAsOf(text), NOW).toISOString();

test("a day counts to its end, a time as it is, days ago from now; today is now", () => {
  expect(moment("2025-06-30")).toBe("2025-06-30T23:59:59.000Z");
  expect(moment("2025-06-30T12:00:00+02:00")).toBe("2025-06-30T10:00:00.000Z");
  expect(moment("90d")).toBe("2026-08-26T10:00:00.000Z");
  expect(moment("2026-11-24")).toBe("2026-11-24T10:00:00.000Z");
});

test("public is meant unless known is said", () => {
  expect(parseAsOf("2025-06-30")).toEqual({ by: "public", when: "2025-06-30" });
  expect(parseAsOf("public:90d")).toEqual({ by: "public", when: "90d" });
  expect(parseAsOf("known:2025-06-30")).toEqual({ by: "known", when: "2025-06-30" });
});

test.each(["yesterday", "2025", "known:", "seen:2025-06-30", "-5d", ""])("%j is refused", (text) => {
  expect(() => parseAsOf(text)).toThrow("Give a day");
});

test.each(["2025-02-30", "2025-13-01", "2026-11-25", "2026-11-24T10:00:01Z", "1998-12-31", "99999d"])(
  "%j is wrong usage",
  (text) => {
    expect(() => moment(text)).toThrow(expect.objectContaining({ code: "usage" }));
  },
);
