import fc from "fast-check";
import { expect, test } from "vitest";
import { advisoryUrl, compareAdvisoryIds, foldAdvisoryId } from "./advisory-id.ts";

test("PYSEC, GHSA, CVE, MAL, others; parts of digits as numbers", () => {
  const sorted = [
    "PYSEC-2019-9",
    "PYSEC-2019-16",
    "PYSEC-2020-1",
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

test("the order is total: equal only if the same text, and antisymmetric", () => {
  const id = fc
    .array(fc.constantFrom("PYSEC", "CVE", "GHSA", "01", "1", "2019", "a", ""), { maxLength: 4 })
    .map((parts) => parts.join("-"));
  fc.assert(
    fc.property(id, id, (left, right) => {
      const order = Math.sign(compareAdvisoryIds(left, right));
      expect(order === 0).toBe(left === right);
      expect(Math.sign(compareAdvisoryIds(right, left)) + order).toBe(0);
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
  expect(foldAdvisoryId("\u017f\u212a")).toBe("\u017f\u212a");
});
