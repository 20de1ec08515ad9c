import { describe, expect, test } from "vitest";
import {
  readOsvScanner,
  readPipAudit,
  readPysentry,
  readPyward,
  readUvAudit,
  type Normaliser,
  type Row,
} from "./answers.ts";

const expected: Row = {
  name: "shown-package",
  version: "1.0rc1",
  ids: ["PYSEC-2099-1", "CVE-2099-1"],
  fixes: ["0.9", "2.0"],
};
const record = { id: "PYSEC-2099-1", aliases: ["CVE-2099-1"] };
const fix_versions = ["0.9", "2.0"];

const SAMPLES: readonly (readonly [string, Normaliser, unknown, Row])[] = [
  [
    "pip-audit",
    readPipAudit,
    {
      dependencies: [
        { name: "Shown.Package", version: "v1.0-rc1", vulns: [{ ...record, fix_versions }] },
        { name: "clean", version: "1", vulns: [] },
        { name: "skipped", skip_reason: "not on the index" },
      ],
    },
    expected,
  ],
  [
    "uv audit",
    readUvAudit,
    {
      vulnerabilities: [
        { dependency: { name: "shown-package", version: "1.0rc1" }, ...record, fix_versions },
      ],
    },
    expected,
  ],
  [
    "osv-scanner",
    readOsvScanner,
    {
      results: [
        {
          packages: [
            { package: { name: "shown_package", version: "1.0RC1" }, vulnerabilities: [record] },
            { package: { name: "clean", version: "1" } },
          ],
        },
      ],
    },
    { ...expected, fixes: null },
  ],
  [
    "pysentry",
    readPysentry,
    {
      vulnerabilities: [
        {
          package_name: "shown-package",
          installed_version: "1.0rc1",
          ...record,
          fixed_versions: fix_versions,
        },
      ],
    },
    expected,
  ],
  [
    "pyward",
    readPyward,
    {
      findings: [
        {
          ...record,
          package: "shown-package",
          version: "1.0rc1",
          records: [{ id: "PYSEC-2099-1", affected: true }],
          fixedIn: ["0.9", "2.0"],
          fix: { version: "2.0", basis: "advisory" },
        },
      ],
    },
    { ...expected, fixes: ["2.0"] },
  ],
];

describe.each(SAMPLES)("the answer of %s", (_, read, sample, row) => {
  test("becomes rows with normalised names and versions", () => {
    expect(read(JSON.stringify(sample, null, 2))).toEqual({ kind: "answered", rows: [row], note: null });
  });

  test("is read although a line of talk follows the JSON, which is noted", () => {
    const answer = read(`${JSON.stringify(sample, null, 2)}\n\nTell us what you think!\n`);
    expect(answer).toMatchObject({ kind: "answered", rows: [row] });
    expect(answer.kind === "answered" && answer.note).not.toBeNull();
  });

  test("is lost, not empty, where there is no JSON", () => {
    expect(read("").kind).toBe("lost");
    expect(read("Traceback …").kind).toBe("lost");
  });

  test("of another shape has no rows", () => {
    for (const odd of ["[]", "null", "{}", '{"results": 1, "dependencies": {}, "findings": [null]}'])
      expect(read(odd).kind).toBe("answered");
  });
});
