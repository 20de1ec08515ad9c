import { createHash } from "node:crypto";
import { fileURLToPath } from "node:url";
import fc from "fast-check";
import { expect, test } from "vitest";
import { EXAMPLES, exampleReport, withText } from "../../../../../test/laws/example-reports.ts";
import { buildPage } from "../../../../../tools/build/page.ts";
import { jsonInScript } from "./escape-html.ts";
import { html } from "./index.ts";
import * as template from "./template.ts";

const VIEW = { width: 80, color: false, verbose: false };
const ROOT = fileURLToPath(new URL("../../../../../", import.meta.url));

function part(page: string, pattern: RegExp): string {
  return pattern.exec(page)?.[1] ?? "";
}

/** The parts of a page as HTML takes it apart. */
function partsOf(page: string) {
  return {
    policy: part(page, /http-equiv="Content-Security-Policy" content="([^"]*)"/),
    style: part(page, /<style>([^]*?)<\/style/i),
    report: part(page, /<script type="application\/json" id="report">([^]*?)<\/script/i),
    program: part(page, /<script>([^]*?)<\/script/i),
    plain: part(page, /<div id="page">([^]*?)\n<\/div>\n<script/),
  };
}

test("what is built is what packages/web says: `npm run build` after a change there", async () => {
  const { module } = await buildPage(ROOT);
  for (const line of module.split("\n").filter((text) => text.startsWith("export const"))) {
    const [, name = "", value = ""] = /^export const (\w+) = ([^]*);$/.exec(line) ?? [];
    expect(Object.entries(template)).toContainEqual([name, JSON.parse(value)]);
  }
});

test.each(EXAMPLES)("%s: the page holds the whole report, and may run its own program only", (name) => {
  const report = exampleReport(name);
  const { policy, style, report: data, program } = partsOf(html.render(report, VIEW));
  expect(JSON.parse(data)).toEqual(report);
  const hash = (text: string): string => `sha256-${createHash("sha256").update(text).digest("base64")}`;
  expect(policy.split("; ")).toEqual([
    "default-src 'none'",
    `script-src '${hash(program)}'`,
    `style-src '${hash(style)}'`,
    "base-uri 'none'",
    "form-action 'none'",
    "require-trusted-types-for 'script'",
    "trusted-types 'none'",
  ]);
});

test("the program and the style name nothing to fetch", () => {
  expect(template.STYLE).not.toMatch(/url\(|@import|https?:/);
  // Namespaces of SVG and MathML, which name a kind of element and no place.
  const addresses = template.PROGRAM.match(/https?:\/\/[^"'`\s]*/g) ?? [];
  expect(addresses.filter((address) => !address.startsWith("http://www.w3.org/"))).toEqual([]);
  expect(template.PROGRAM).not.toMatch(
    /\b(?:fetch|XMLHttpRequest|WebSocket|EventSource|sendBeacon|import)\s*\(/,
  );
});

test("any text as JSON in a script: the same text, and nothing that ends the script", () => {
  fc.assert(
    fc.property(
      fc.oneof(fc.string({ unit: "binary" }), fc.constantFrom("</script>", "<!--<script>", "]]>", "\u2028")),
      (text) => {
        const written = jsonInScript({ [text]: text });
        expect(written).not.toMatch(/[<>&\u2028\u2029\n]/);
        expect(JSON.parse(written)).toEqual({
          [text]: text.isWellFormed() ? text : JSON.parse(JSON.stringify(text)),
        });
      },
    ),
  );
});

test("without JavaScript: the verdict, the most urgent findings, and the gaps, in bounds", () => {
  const report = exampleReport("webshop");
  const { plain } = partsOf(html.render(report, VIEW));
  expect(plain).toContain("<h1>pyward: Fail</h1>");
  expect(plain.match(/<tr><td>/g)).toHaveLength(report.findings.length);
  const many = Array.from({ length: 400 }, () => report.findings).flat();
  const large = partsOf(html.render({ ...report, findings: many }, VIEW)).plain;
  expect(large.match(/<tr><td>/g)).toHaveLength(300);
  expect(large).toContain("10,500 more of 10,800 rows");
  const { gaps } = exampleReport("incomplete");
  const incomplete = partsOf(html.render(exampleReport("incomplete"), VIEW)).plain;
  expect(incomplete.match(/<tr><td>[a-z-]+<\/td>/g)).toHaveLength(
    gaps.filter(({ expected }) => !expected).length,
  );
});

test("only addresses of the web are links, which say nothing of where they were followed", () => {
  for (const url of ["javascript:alert(1)", "data:text/html,x", "file:///etc/passwd", " https://x", "//x"]) {
    const report = exampleReport("webshop");
    const page = html.render({ ...report, findings: report.findings.map((one) => ({ ...one, url })) }, VIEW);
    expect(partsOf(page).plain).not.toContain("<a ");
  }
  const links = partsOf(html.render(exampleReport("webshop"), VIEW)).plain.match(/<a [^>]*>/g) ?? [];
  for (const link of links)
    expect(link).toMatch(/^<a href="https:\/\/osv\.example\/[^"]*" rel="noreferrer noopener">$/);
  expect(links).toHaveLength(exampleReport("webshop").findings.length);
});

test("a text from outside is no tag, wherever it stands", () => {
  const base = exampleReport("judged");
  const tags = (text: string): readonly string[] =>
    partsOf(html.render(withText(base, text), VIEW)).plain.match(/<[^>]*>/g) ?? [];
  const harmless = tags("a");
  const piece = fc.constantFrom(...`<>"'&=/ \n`, "script", "img", "onerror", "a");
  fc.assert(
    fc.property(fc.array(piece, { maxLength: 20 }), (pieces) => {
      expect(tags(pieces.join("")).map((tag) => tag.replace(/ href="[^"]*"/, ""))).toEqual(harmless);
    }),
    { numRuns: 200 },
  );
});
