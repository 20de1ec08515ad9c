import { expect, it } from "vitest";
import { fixesIn } from "./changelog.ts";

const entry = (...items: readonly string[]): string =>
  `brick (1.0-1+deb12u1) bookworm; urgency=medium\n\n${items.join("\n")}\n\n -- A <a@b.example>  Wed, 16 Oct 2024 19:53:04 +0300\n`;

it.each([
  [
    "an item that opens with it",
    "  * CVE-2023-49083: NULL dereference\n    (Closes: #1)",
    ["CVE-2023-49083"],
  ],
  ["an item that says fix", "  * Fix a crash\n    (CVE-2023-23931)", ["CVE-2023-23931"]],
  [
    "an item of Ubuntu",
    "  * SECURITY UPDATE: leak\n    - debian/patches/CVE-2023-1.patch: strip.\n    - CVE-2023-43804",
    ["CVE-2023-43804"],
  ],
  ["lower case", "  * Backport the fix of cve-2023-43804", ["CVE-2023-43804"]],
  ["a mention only", "  * New upstream release, see CVE-2023-43804", []],
  ["what is not affected", "  * CVE-2023-43804: not affected", []],
  ["what is postponed", "  * CVE-2023-43804: postponed, fix later", []],
  ["what is ignored", "  * Ignore CVE-2023-43804, a minor fix", []],
  ["what is not fixed", "  * CVE-2023-43804 is not yet fixed", []],
  ["a fix that was taken back", "  * Revert CVE-2023-43804.\n  * Fix CVE-2023-43804", []],
  ["a patch that was dropped", "  * Drop the patch of CVE-2023-43804", []],
  ["a fix that is incomplete", "  * CVE-2023-43804: the fix was incomplete", []],
  ["text outside of items", "CVE-2023-43804: fixed", []],
])("takes %s for what it is", (_, item, fixes) => {
  expect(fixesIn(entry(item))).toEqual(fixes);
});
