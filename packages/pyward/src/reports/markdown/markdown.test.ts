import fc from "fast-check";
import MarkdownIt from "markdown-it";
import { expect, test } from "vitest";
import { exampleReport, withNames } from "../../../../../test/laws/example-reports.ts";
import { markdown } from "./index.ts";

const VIEW = { width: 80, color: false, verbose: false };
const reader = new MarkdownIt({ html: true, linkify: true });

/** Tags of the page that a reader makes of it, with their attributes; plain ones without. */
function tags(text: string): readonly string[] {
  return reader.render(text).match(/<[a-z][^>]*>/g) ?? [];
}

const PLAIN = /^<(?:h3|h4|p|table|thead|tbody|tr|th|td|strong|code|ul|li|blockquote|sub|br)>$/;
const OURS = /^<a href="https:\/\/(?:index|osv)\.example\/[^"]*">$/;

test("a page with a table for each package, the worst first, and what to upgrade to", () => {
  const text = markdown.render(exampleReport("webshop"), VIEW);
  const report = exampleReport("webshop");
  expect(text.startsWith("### pyward: ❌ Fail\n")).toBe(true);
  expect(text.match(/^#### /gm)).toHaveLength(new Set(report.findings.map(({ package: name }) => name)).size);
  expect(text.match(/^\| (?:critical|high|medium|low|none|unknown)/gm)).toHaveLength(report.findings.length);
  for (const { to } of report.upgrades) expect(text).toContain(`Upgrade to **${to}**`);
  expect(tags(text).filter((tag) => !PLAIN.test(tag) && !OURS.test(tag))).toEqual([]);
});

test("what is not verified is counted at the head, and why something fails is told", () => {
  const report = exampleReport("webshop");
  const [first, second, ...others] = report.findings;
  if (first === undefined || second === undefined) throw new Error("the example has too few findings");
  const reviewed = { status: "review", rule: "distro-unverified", reason: "may be fixed" } as const;
  const confirmed = { status: "fail", rule: "default", reason: "affected: DSA" } as const;
  const findings = [{ ...first, verdict: reviewed }, { ...second, verdict: confirmed }, ...others];
  const page = reader.render(markdown.render({ ...report, findings }, VIEW));
  expect(page.split("\n")[1]).toContain("1 unverified: packages of the distribution");
  expect(page).toContain("fail: affected: DSA");
});

test("gaps are told, and an incomplete audit is no pass", () => {
  const report = exampleReport("incomplete");
  const text = markdown.render(report, VIEW);
  expect(text).toContain("⚠️ Incomplete");
  for (const { reason, expected } of report.gaps)
    if (!expected) expect(reader.render(text)).toContain(reason);
});

test.each([
  "[x](https://evil.example)",
  "![x](https://evil.example/pixel.png)",
  "<img src=x onerror=alert(1)>",
  "<!-- hidden",
  "https://evil.example www.evil.example evil@evil.example",
  "@everyone #1 org/repo#2 GH-3 :smile:",
  "| a | b |",
  "`code` **bold** _i_ ~~s~~",
  "\n\n# Heading\n- item\n> quote\n***",
  "&lt;b&gt; &#60;",
  "\\[x](y) \\",
  "[ref]: https://evil.example",
  "$$math$$ $x$",
])("%j stands there as it is and does nothing", (text) => {
  const page = markdown.render(withNames(exampleReport("judged"), text), VIEW);
  expect(tags(page).filter((tag) => !PLAIN.test(tag) && !OURS.test(tag))).toEqual([]);
  const cells = page.match(/^\|.*\|$/gm) ?? [];
  for (const row of cells) expect(row.match(/(?<!\\)\|/g)).toHaveLength(6);
  expect(page.replaceAll(/\]\([^)]*\)/g, "]")).not.toMatch(/(?:^|[^\w`])@\w|\bGH-\d|\w#\d/);
});

test("nor does any other text", () => {
  const base = exampleReport("judged");
  fc.assert(
    fc.property(
      fc.oneof(fc.string(), fc.string({ unit: fc.constantFrom(..."[]()<>!`*_|#@:&/\\~$-.w\n a") })),
      (text) => {
        const page = markdown.render(withNames(base, text), VIEW);
        expect(tags(page).filter((tag) => !PLAIN.test(tag) && !OURS.test(tag))).toEqual([]);
      },
    ),
    { numRuns: 300 },
  );
});

test("a comment has room for it, whatever was found, and what is left out is said", () => {
  const report = exampleReport("webshop");
  const many = Array.from({ length: 100 }, (_, at) => at).flatMap((at) =>
    report.findings.map((finding) => ({ ...finding, dependency: `d${at}`, package: `package-${at}` })),
  );
  const text = markdown.render({ ...report, findings: many }, VIEW);
  expect(text.length).toBeLessThan(65_000);
  expect(text).toMatch(/… and \d+ packages more/);
});

test("a change: what it brings in full, what is still there in a line each, and what is gone", () => {
  const text = markdown.render(exampleReport("diff"), VIEW);
  expect(text).toContain(
    "2 new, 1 disclosed since, 3 still there, 1 gone, 1 no longer audited since before.json of 2026-11-24;",
  );
  expect(text.match(/^#### .*$/gm)).toEqual([
    "#### New: 2 findings",
    "#### brick 1.0",
    "#### mortar 2.0",
    "#### Disclosed since, of what did not change: 1 finding",
    "#### gravel 1.0",
    "#### No longer audited, so not known to be gone: 1 finding",
    "#### Gone: 1 finding",
    "#### Still there: 3 findings",
    "#### Dependencies: 2 added, 1 removed, 1 upgraded, 1 downgraded, 3 changed",
    "#### Not audited: 2 gaps",
  ]);
  expect(text).toContain("- **upgraded** brick 1.1 → 1.2");
  expect(tags(text).filter((tag) => !PLAIN.test(tag) && !tag.startsWith('<a href="https:'))).toEqual([]);
});

test("a change of thousands of dependencies is still a comment", () => {
  const report = exampleReport("diff");
  const { comparison } = report;
  const [change] = comparison?.dependencies ?? [];
  if (comparison === null || change === undefined) throw new Error("the example is empty");
  const dependencies = Array.from({ length: 5000 }, (_, at) => ({ ...change, name: `brick-${at}` }));
  const text = markdown.render({ ...report, comparison: { ...comparison, dependencies } }, VIEW);
  expect(text.length).toBeLessThan(65_536);
  expect(text).toContain("- … and 4,950 more");
});
