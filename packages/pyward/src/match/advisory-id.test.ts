import fc from "fast-check";
import { expect, test } from "vitest";
import { advisoryUrl, compareAdvisoryIds, foldAdvisoryId, sortByAdvisoryId } from "./advisory-id.ts";

test("PYSEC, GHSA, CVE, MAL, others; parts of digits as numbers", () => {
  const sorted = [
    "PYSEC-2019-9",
    "PYSEC-2019-16",
    "PYSEC-2020-1",
    "GHSA-2222-x229-3v8q",
    "GHSA-2jc4-r94c-rp7h",
    "GHSA-2qrg-x229-3v8q",
    "CVE-2024-999",
    "CVE-2024-1000",
    "MAL-2024-1",
    "BIT-django-2024-1",
    "OSV-2020-1",
    "cve-2024-1",
  ];
  expect(sorted.toReversed().toSorted(compareAdvisoryIds)).toEqual(sorted);
});

test("the order is total: equal only if the same text, antisymmetric and transitive", () => {
  const id = fc
    .array(fc.constantFrom("PYSEC", "CVE", "01", "1", "9", "10", "1a", "9a", ""), { maxLength: 4 })
    .map((parts) => parts.join("-"));
  fc.assert(
    fc.property(id, id, id, (left, right, third) => {
      const order = Math.sign(compareAdvisoryIds(left, right));
      expect(order === 0).toBe(left === right);
      expect(Math.sign(compareAdvisoryIds(right, left)) + order).toBe(0);
      const [low = "", middle = "", high = ""] = sortByAdvisoryId([left, right, third], (text) => text);
      expect([
        compareAdvisoryIds(low, middle),
        compareAdvisoryIds(middle, high),
        compareAdvisoryIds(low, high),
      ]).toSatisfy((orders: readonly number[]) => orders.every((found) => found <= 0));
    }),
  );
});

test("each kind of id has its page, and a hostile id cannot leave it", () => {
  expect(advisoryUrl("GHSA-2jc4-r94c-rp7h")).toBe("https://github.com/advisories/GHSA-2jc4-r94c-rp7h");
  expect(advisoryUrl("CVE-2024-1")).toBe("https://nvd.nist.gov/vuln/detail/CVE-2024-1");
  expect(advisoryUrl("PYSEC-2024-1")).toBe("https://osv.dev/vulnerability/PYSEC-2024-1");
  expect(advisoryUrl("MAL-1/../x?y#z")).toBe("https://osv.dev/vulnerability/MAL-1%2F..%2Fx%3Fy%23z");
});

test("only ASCII letters fold", () => {
  expect(foldAdvisoryId("ghsa-xK")).toBe("GHSA-XK");
  expect(foldAdvisoryId("ghsa-\u017f")).toBe("GHSA-\u017f");
  expect(foldAdvisoryId("\u017f\u212a")).toBe("\u017f\u212a");
});
