import { expect, test } from "vitest";
import { compareVersions } from "./version-order.ts";
import { orderText } from "./order-text.ts";
import { parseVersion, type Version } from "./version.ts";

/** Every kind of suffix around numbers of every length. */
const VERSIONS = [
  "0",
  "0.9",
  "1",
  "1.0.0",
  "1.0.1",
  "1.9",
  "1.10",
  "2",
  "1!0",
  "9007199254740992",
  `1.${"9".repeat(300)}`,
  `1.1${"0".repeat(300)}`,
]
  .flatMap((release) => ["", "a0", "a1", "a10", "b1", "rc1"].map((pre) => release + pre))
  .flatMap((text) => ["", ".post0", ".post12"].map((post) => text + post))
  .flatMap((text) => ["", ".dev0", ".dev10"].map((dev) => text + dev))
  .flatMap((text) => ["", "+a", "+ab", "+a.1", "+1", "+10.b"].map((local) => text + local))
  .flatMap((text): Version[] => {
    const parsed = parseVersion(text);
    return parsed.ok ? [parsed.value] : [];
  })
  .map((version) => ({ version, text: orderText(version) }));

test("texts compare as versions do", () => {
  for (let at = 0; at < VERSIONS.length; at += 7)
    for (const b of VERSIONS) {
      const a = VERSIONS[at] ?? b;
      const order = a.text === b.text ? 0 : a.text < b.text ? -1 : 1;
      if (order !== compareVersions(a.version, b.version)) expect([a.version, b.version, order]).toBe(null);
      if (order !== 0 && b.text.startsWith(a.text)) expect([a.version, b.version]).toBe(null);
    }
});
