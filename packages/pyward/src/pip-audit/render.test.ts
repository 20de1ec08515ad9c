import { describe, expect, test } from "vitest";
import type { Audited, PipAuditView } from "./model.ts";
import { pythonJson, pythonRepr } from "./python-text.ts";
import { renderAudited, summaryOf } from "./render.ts";

const AUDITED: Audited = {
  rows: [
    {
      kind: "audited",
      name: "odd-name",
      written: "Odd.Name",
      version: "1.0",
      vulns: [
        {
          id: "PYSEC-2021-7",
          fixVersions: ["1.2", "2.0"],
          aliases: ["CVE-2021-7"],
          description: "One | two “three”",
        },
        { id: "CVE-2022-8", fixVersions: [], aliases: [], description: "N/A" },
      ],
    },
    { kind: "audited", name: "clean", written: "clean", version: "3", vulns: [] },
    { kind: "skipped", name: "-e -", written: "-e .", reason: "could not deduce" },
  ],
  ignored: 1,
};

const VIEW: PipAuditView = {
  aliases: true,
  descriptions: false,
  links: false,
  now: new Date("2026-11-24T00:00:00Z"),
};

describe("reports of pip-audit", () => {
  test("columns: as wide as their widest cell, nothing at the end of a line", () => {
    expect(renderAudited(AUDITED, "columns", VIEW).split("\n")).toEqual([
      "Name     Version ID           Fix Versions Aliases",
      "-------- ------- ------------ ------------ ----------",
      "odd-name 1.0     PYSEC-2021-7 1.2,2.0      CVE-2021-7",
      "odd-name 1.0     CVE-2022-8",
      "",
      "Name Skip Reason",
      "---- ----------------",
      "-e - could not deduce",
      "",
    ]);
  });

  test("columns on a terminal: names and ids are links, the widths stay", () => {
    const [, , line] = renderAudited(AUDITED, "columns", { ...VIEW, aliases: false, links: true }).split(
      "\n",
    );
    const link = (text: string, to: string): string => `\x1b]8;;${to}\x1b\\${text}\x1b]8;;\x1b\\`;
    const name = link("odd-name", "https://osv.dev/list?ecosystem=PyPI&q=odd-name");
    const id = link("PYSEC-2021-7", "https://osv.dev/vulnerability/PYSEC-2021-7");
    expect(line).toBe(`${name} 1.0     ${id} 1.2,2.0`);
  });

  test("markdown: a blank line first, a text from outside closes no cell", () => {
    expect(
      renderAudited(AUDITED, "markdown", { ...VIEW, aliases: false, descriptions: true }).split("\n"),
    ).toEqual([
      "",
      "Name | Version | ID | Fix Versions | Description",
      "--- | --- | --- | --- | ---",
      "[odd-name](https://osv.dev/list?ecosystem=PyPI&q=odd-name) | 1.0 | [PYSEC-2021-7](https://osv.dev/vulnerability/PYSEC-2021-7) | 1.2,2.0 | One &#124; two “three”",
      "[odd-name](https://osv.dev/list?ecosystem=PyPI&q=odd-name) | 1.0 | [CVE-2022-8](https://osv.dev/vulnerability/CVE-2022-8) |  | N/A",
      "",
      "Name | Skip Reason",
      "--- | ---",
      "-e . | could not deduce",
      "",
    ]);
  });

  test("json: one line, ASCII, in Python's spacing", () => {
    expect(renderAudited(AUDITED, "json", { ...VIEW, descriptions: true })).toBe(
      String.raw`{"dependencies": [{"name": "odd-name", "version": "1.0", "vulns": [{"id": "PYSEC-2021-7", "fix_versions": ["1.2", "2.0"], "aliases": ["CVE-2021-7"], "description": "One | two \u201cthree\u201d"}, {"id": "CVE-2022-8", "fix_versions": [], "aliases": [], "description": "N/A"}]}, {"name": "clean", "version": "3", "vulns": []}, {"name": "-e -", "skip_reason": "could not deduce"}], "fixes": []}` +
        "\n",
    );
  });

  test("cyclonedx: names as written, sorted, what was skipped left out, the same bytes twice", () => {
    const text = renderAudited(AUDITED, "cyclonedx-json", VIEW);
    const bom: unknown = JSON.parse(text);
    expect(bom).toMatchObject({
      bomFormat: "CycloneDX",
      specVersion: "1.4",
      components: [
        { name: "Odd.Name", version: "1.0", type: "library" },
        { name: "clean", version: "3" },
      ],
      metadata: { timestamp: "2026-11-24T00:00:00+00:00" },
      vulnerabilities: [
        { id: "CVE-2022-8", recommendation: "Upgrade", affects: [{ ref: "BomRef.Odd.Name@1.0" }] },
        { id: "PYSEC-2021-7", description: "One | two “three”" },
      ],
    });
    expect(renderAudited(AUDITED, "cyclonedx-json", VIEW)).toBe(text);
    expect(renderAudited(AUDITED, "cyclonedx-xml", VIEW)).toContain(
      '<vulnerabilities><vulnerability bom-ref="BomRef.Odd.Name@1.0/CVE-2022-8"><id>CVE-2022-8</id><description>N/A</description><recommendation>Upgrade</recommendation><affects><target><ref>BomRef.Odd.Name@1.0</ref></target></affects></vulnerability>',
    );
  });

  test.each([
    [AUDITED, "Found 2 known vulnerabilities, ignored 1 in 1 package"],
    [{ rows: [], ignored: 0 }, "No known vulnerabilities found"],
    [{ rows: AUDITED.rows.slice(1), ignored: 3 }, "No known vulnerabilities found, 3 ignored"],
  ] as const)("the summary %#", (audited, expected) => {
    expect(summaryOf(audited)).toBe(expected);
  });

  test("nothing to show is nothing printed, except for manifests", () => {
    const clean: Audited = { rows: AUDITED.rows.slice(1, 2), ignored: 0 };
    expect(renderAudited(clean, "columns", VIEW)).toBe("");
    expect(renderAudited(clean, "markdown", VIEW)).toBe("");
    expect(renderAudited(clean, "json", VIEW)).toBe(
      '{"dependencies": [{"name": "clean", "version": "3", "vulns": []}], "fixes": []}\n',
    );
  });
});

describe("Python's texts", () => {
  test.each([
    ["plain", "'plain'"],
    ["it's", '"it\'s"'],
    [`it's "so"`, String.raw`'it\'s "so"'`],
    ["a\nb\x1b\u200b", String.raw`'a\nb\x1b\u200b'`],
  ])("repr of %j", (text, expected) => expect(pythonRepr(text)).toBe(expected));

  test("json.dumps", () => {
    expect(pythonJson({ a: ["\x7f", "🐍", 1, null] })).toBe(
      String.raw`{"a": ["\u007f", "\ud83d\udc0d", 1, null]}`,
    );
  });
});
