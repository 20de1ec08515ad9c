import { describe, expect, test } from "vitest";
import type { SettingValue } from "./config-file.ts";
import { KEY_NAMES, KEYS, type KeyName } from "./keys.ts";
import { isHigherBar, isLooser } from "./looser.ts";

type Plain = boolean | number | string | readonly string[] | { readonly share: number };

function value(plain: Plain): SettingValue {
  if (typeof plain === "boolean") return { kind: "flag", value: plain };
  if (typeof plain === "number") return { kind: "whole", value: plain };
  if (typeof plain === "string") return { kind: "text", value: plain };
  if ("share" in plain) return { kind: "share", value: plain.share };
  const place = { path: "c.toml", line: 1 };
  return { kind: "list", items: plain.map((text) => ({ text, place, span: { start: 0, end: 0 } })) };
}

/** Each pair is `[strict, loose]`: going from the first to the second loosens, and never the other way. */
const LOOSENS: Readonly<Record<KeyName, readonly (readonly [Plain, Plain])[]>> = {
  "fail-on": [
    ["none", "low"],
    ["low", "medium"],
    ["medium", "high"],
    ["high", "critical"],
    ["none", "critical"],
  ],
  "fail-on-exploited": [[true, false]],
  "fail-on-admitted": [[true, false]],
  "fail-on-epss": [
    [{ share: 0.05 }, { share: 0.1 }],
    [{ share: 0 }, { share: 1 }],
  ],
  "fail-on-kind": [
    [["yanked"], []],
    [["archived", "yanked"], ["yanked"]],
  ],
  "fail-on-unverified": [[true, false]],
  "only-fixable": [[false, true]],
  "unknown-severity": [
    ["fail", "warn"],
    ["warn", "pass"],
    ["fail", "pass"],
  ],
  "on-disagreement": [
    ["fail", "warn"],
    ["warn", "ignore"],
    ["fail", "ignore"],
  ],
  strict: [[true, false]],
  "allow-gaps": [
    [[], ["unpinned"]],
    [["unpinned"], ["unpinned", "unreadable"]],
    [["unpinned"], ["all"]],
  ],
  ignore: [],
  vex: [],
  "never-waive": [],
  "require-reason": [[true, false]],
  "max-db-age": [
    [7, 8],
    [0, 1],
  ],
  python: [
    [["3.11", "3.12"], ["3.12"]],
    [[], ["3.12"]],
  ],
  platform: [[["linux", "macos"], ["linux"]]],
  extra: [[[], ["gui"]]],
  group: [[["dev", "docs"], ["docs"]]],
  "no-dev": [[false, true]],
  "no-recurse": [[false, true]],
  exclude: [
    [[], ["src/"]],
    [["vendor/"], ["vendor/", "src/"]],
  ],
  include: [[["custom/"], []]],
  environments: [[true, false]],
  advisories: [
    [["own"], []],
    [["own", "acme=theirs"], ["acme=theirs"]],
  ],
  offline: [],
  "no-resolve": [],
  "no-plan": [],
  resolution: [],
  "exclude-newer": [],
  format: [],
  quiet: [],
  verbose: [],
  color: [],
  "no-progress": [],
  output: [],
  database: [],
  feeds: [],
  "distro-data": [],
  internal: [],
  service: [],
  "exit-zero": [[false, true]],
};

describe("what loosens a key", () => {
  test.each(KEY_NAMES.flatMap((key) => LOOSENS[key].map((pair) => [key, ...pair] as const)))(
    "%s: %j → %j",
    (key, strict, loose) => {
      expect(isLooser(key, value(loose), value(strict))).toBe(true);
      expect(isLooser(key, value(strict), value(loose))).toBe(false);
      expect(isLooser(key, value(strict), value(strict))).toBe(false);
      expect(isLooser(key, value(loose), value(loose))).toBe(false);
    },
  );

  test("keys that loosen nothing are those of how a result is shown, and those that are joined", () => {
    expect(KEY_NAMES.filter((key) => LOOSENS[key].length === 0)).toEqual([
      ...[
        "ignore",
        "vex",
        "never-waive",
        "offline",
        "no-resolve",
        "no-plan",
        "format",
        "quiet",
        "verbose",
        "color",
      ],
      ...["no-progress", "output", "database", "feeds", "distro-data", "internal"],
      ...["resolution", "exclude-newer", "service"],
    ]);
    expect(KEYS.database.who).toBe("trusted");
  });

  test("a bar of its own is compared with the one that is inherited", () => {
    expect([
      isHigherBar("critical", "high"),
      isHigherBar("high", "high"),
      isHigherBar("low", "high"),
    ]).toEqual([true, false, false]);
  });
});
