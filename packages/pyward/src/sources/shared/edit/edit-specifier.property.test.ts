import fc from "fast-check";
import { expect, test } from "vitest";
import {
  compareVersions,
  parseSpecifiers,
  parseVersion,
  satisfies,
  type Version,
} from "../../../python/index.ts";
import { allowsVersion, parseConstraint } from "../poetry-constraint.ts";
import { editSpecifier } from "./edit-specifier.ts";

const number = fc.integer({ min: 0, max: 4 });
const release = fc.array(number, { minLength: 1, maxLength: 4 }).map((numbers) => numbers.join("."));
const suffix = fc.constantFrom("", "", "", "", "a1", "rc1", ".post1", ".dev0");
const version = fc.tuple(release, suffix).map(([numbers, end]) => numbers + end);
const blank = fc.constantFrom("", "", " ");

const clause = fc.oneof(
  fc.tuple(fc.constantFrom("==", "!=", "<=", ">=", "<", ">", "==="), blank, version),
  fc.tuple(
    fc.constant("~="),
    blank,
    release.filter((text) => text.includes(".")),
  ),
  fc.tuple(
    fc.constantFrom("==", "!="),
    blank,
    release.map((text) => `${text}.*`),
  ),
);
const clauses = (more: typeof clause) =>
  fc.array(
    more.map((parts) => parts.join("")),
    { minLength: 1, maxLength: 3 },
  );
const range = fc
  .tuple(clauses(clause), fc.constantFrom(",", ", ", " , "))
  .map(([parts, comma]) => parts.join(comma));

const poetry = fc.oneof(
  range.filter((text) => !text.includes("===")),
  fc.tuple(fc.constantFrom("^", "~", "", "="), release).map((parts) => parts.join("")),
  release.map((text) => `${text}.*`),
);
const alternatives = fc.array(poetry, { minLength: 1, maxLength: 3 }).map((parts) => parts.join(" || "));

const parsed = (text: string): Version => {
  const result = parseVersion(text);
  if (!result.ok) throw new Error(text);
  return result.value;
};

/** Final ones. */
const probes = fc.array(
  version.filter((text) => !/[ac]|dev/.test(text)),
  { minLength: 20, maxLength: 20 },
);

test("PEP 440: the version is admitted, nothing lower where it decides, and what fits already stays", () => {
  fc.assert(
    fc.property(range, version, fc.boolean(), probes, (written, to, isHeld, others) => {
      const edited = editSpecifier(written, { to, isHeld, language: "pep440" });
      const before = parseSpecifiers(written);
      const admits = (text: string, of: string): boolean => {
        const set = parseSpecifiers(text);
        return set.ok && satisfies(parsed(of), set.value, { prereleases: true });
      };
      if (edited.kind === "refused") {
        expect(written).toMatch(/!=|,/);
        return;
      }
      const text = edited.kind === "same" ? written : edited.text;
      const isText = text.includes("===");
      expect(before.ok).toBe(true);
      if (!isText) expect(admits(text, to)).toBe(true);
      if (isHeld && admits(written, to)) expect(text).toBe(written);
      if (isHeld) return;
      const lower = others.filter((other) => compareVersions(parsed(other), parsed(to)) < 0);
      expect(lower.filter((other) => admits(text, other))).toEqual([]);
    }),
    { numRuns: 20_000 },
  );
});

test("Poetry: the same, with alternatives", () => {
  fc.assert(
    fc.property(alternatives, version, fc.boolean(), probes, (written, to, isHeld, others) => {
      const edited = editSpecifier(written, { to, isHeld, language: "poetry" });
      if (edited.kind === "refused") return;
      const constraint = parseConstraint(edited.kind === "same" ? written : edited.text);
      expect(constraint).not.toBeNull();
      if (constraint === null) return;
      expect(allowsVersion(constraint, parsed(to))).toBe(true);
      const lower = others.filter((other) => compareVersions(parsed(other), parsed(to)) < 0);
      if (!isHeld) expect(lower.filter((other) => allowsVersion(constraint, parsed(other)))).toEqual([]);
    }),
    { numRuns: 10_000 },
  );
});

test("a clause that admits the version keeps its text where another file decides", () => {
  fc.assert(
    fc.property(range, version, (written, to) => {
      const edited = editSpecifier(written, { to, isHeld: true, language: "pep440" });
      if (edited.kind !== "changed") return;
      const [was, now] = [written.split(","), edited.text.split(",")];
      expect(now).toHaveLength(was.length);
      was.forEach((text, at) => {
        const set = parseSpecifiers(text);
        if (set.ok && satisfies(parsed(to), set.value, { prereleases: true })) expect(now[at]).toBe(text);
      });
    }),
    { numRuns: 5000 },
  );
});

test("any text is answered, and soon", () => {
  const started = process.cpuUsage();
  for (const language of ["pep440", "poetry", "pipenv"] as const) {
    for (const piece of ["<1,", "^1||", "= = ", "\\\n", "1.*.*", "!", "((", "~=1.2 ", "||", ".*".repeat(50)])
      editSpecifier(piece.repeat(5000), { to: "2.0", isHeld: false, language });
    fc.assert(
      fc.property(fc.string({ unit: fc.constantFrom(..."<>=!~^.*|, 12ab+-\\\n"), maxLength: 30 }), (text) => {
        expect(["same", "changed", "refused"]).toContain(
          editSpecifier(text, { to: "2.0", isHeld: false, language }).kind,
        );
      }),
    );
  }
  expect(process.cpuUsage(started).user / 1e6).toBeLessThan(3);
});
