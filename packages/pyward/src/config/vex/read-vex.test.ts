import { describe, expect, test } from "vitest";
import { readVex } from "./read-vex.ts";

const PRODUCT = { "@id": "pkg:pypi/Brick_Layer@1.0" };
const VULNERABILITY = { name: "CVE-2020-1", aliases: ["GHSA-aaaa-bbbb-cccc"] };

function openVex(...statements: readonly object[]): string {
  const filled = statements.map((one) => ({ vulnerability: VULNERABILITY, products: [PRODUCT], ...one }));
  return JSON.stringify({
    "@context": "https://openvex.dev/ns/v0.2.0",
    timestamp: "2026-01-01T00:00:00Z",
    statements: filled,
  });
}

function cycloneDx(analysis: object, more: object = {}, specVersion = "1.5"): string {
  return JSON.stringify({
    bomFormat: "CycloneDX",
    specVersion,
    components: [{ "bom-ref": "a", components: [{ "bom-ref": "b", purl: "pkg:pypi/brick-layer@1.0" }] }],
    vulnerabilities: [
      {
        id: "CVE-2020-1",
        references: [{ id: "GHSA-aaaa-bbbb-cccc" }],
        affects: [{ ref: "b" }],
        analysis,
        ...more,
      },
    ],
  });
}

/** `kind package version: reason` of what is waived, for each id alike. */
function waived(text: string): readonly string[] {
  const { waivers, problems } = readVex(text, "vex.json");
  expect(problems).toEqual([]);
  return [
    ...new Set(waivers.map((one) => `${one.kind} ${one.package} ${one.version ?? "*"}: ${one.reason ?? ""}`)),
  ];
}

const JUST = "vulnerable_code_not_present";

describe("OpenVEX", () => {
  test.each<[string, object, readonly string[]]>([
    [
      "a justification",
      { status: "not_affected", justification: JUST },
      [`not-affected brick-layer ===1.0: ${JUST}`],
    ],
    [
      "an impact statement",
      { status: "not_affected", impact_statement: "not called" },
      ["not-affected brick-layer ===1.0: not called"],
    ],
    [
      "both",
      { status: "not_affected", justification: JUST, impact_statement: "cut out" },
      [`not-affected brick-layer ===1.0: ${JUST}: cut out`],
    ],
    ["neither", { status: "not_affected" }, []],
    ["blanks", { status: "not_affected", impact_statement: "  " }, []],
    ["an upgrade to come", { status: "affected", action_statement: "Upgrade to 2." }, []],
    [
      "an acceptance",
      { status: "affected", action_statement: "Accepted: inside only" },
      ["accepted brick-layer ===1.0: inside only"],
    ],
    ["fixed", { status: "fixed" }, ["not-affected brick-layer ===1.0: fixed in this version"]],
    ["fixed in no version", { status: "fixed", products: [{ "@id": "pkg:pypi/brick-layer" }] }, []],
    ["under investigation", { status: "under_investigation" }, []],
    ["an unknown status", { status: "safe", justification: JUST }, []],
    [
      "every version",
      { status: "not_affected", justification: JUST, products: [{ "@id": "pkg:pypi/brick-layer" }] },
      [`not-affected brick-layer *: ${JUST}`],
    ],
    [
      "an identifier",
      {
        status: "not_affected",
        justification: JUST,
        products: [{ "@id": "urn:x", identifiers: { purl: "pkg:pypi/sand@2" } }],
      },
      [`not-affected sand ===2: ${JUST}`],
    ],
    [
      "subcomponents",
      {
        status: "not_affected",
        justification: JUST,
        products: [{ "@id": "pkg:oci/app@sha256:00", subcomponents: [{ "@id": "pkg:pypi/sand@2" }] }],
      },
      [`not-affected sand ===2: ${JUST}`],
    ],
    [
      "another ecosystem",
      { status: "not_affected", justification: JUST, products: [{ "@id": "pkg:npm/brick-layer@1.0" }] },
      [],
    ],
    ["no product", { status: "not_affected", justification: JUST, products: [] }, []],
    ["no vulnerability", { status: "not_affected", justification: JUST, vulnerability: {} }, []],
    ["things of the wrong type", { status: 7, products: "x", vulnerability: [] }, []],
  ])("%s", (_, statement, expected) => {
    expect(waived(openVex(statement))).toEqual(expected);
  });

  test("the name and every alias count, and the place is the statement", () => {
    const text = JSON.stringify(
      JSON.parse(openVex({ status: "not_affected", justification: JUST })),
      null,
      1,
    );
    const { waivers } = readVex(text, "a/vex.json");
    expect(waivers.map(({ id }) => id)).toEqual(["CVE-2020-1", "GHSA-AAAA-BBBB-CCCC"]);
    const line = text.split("\n").findIndex((one) => one.includes("statements")) + 2;
    expect(waivers[0]?.place).toEqual({ path: "a/vex.json", line });
  });

  const not = (timestamp?: string) => ({ status: "not_affected", justification: JUST, timestamp });
  const open = (timestamp?: string) => ({ status: "under_investigation", timestamp });
  const all = { products: [{ "@id": "pkg:pypi/brick-layer" }] };
  test.each<[string, readonly object[], number]>([
    ["the later one reopens", [not("2026-02-01T00:00:00Z"), open("2026-03-01T00:00:00Z")], 0],
    ["whatever the order", [open("2026-03-01T00:00:00Z"), not("2026-02-01T00:00:00Z")], 0],
    ["the later one closes", [open("2026-02-01T00:00:00Z"), not("2026-03-01T00:00:00Z")], 1],
    ["of two without a time the last", [not(), open()], 0],
    ["the document's time stands in", [not(), open("2025-01-01T00:00:00Z")], 1],
    ["a later one on all versions", [not(), { ...open("2026-03-01T00:00:00Z"), ...all }], 0],
    ["an older one on all versions", [{ ...open("2025-03-01T00:00:00Z"), ...all }, not()], 1],
    [
      "another product",
      [not(), { ...open("2026-03-01T00:00:00Z"), products: [{ "@id": "pkg:pypi/sand" }] }],
      1,
    ],
  ])("of several statements: %s", (_, statements, count) => {
    expect(waived(openVex(...statements))).toHaveLength(count);
  });
});

describe("CycloneDX", () => {
  test.each<[string, object, object, readonly string[]]>([
    [
      "not affected",
      { state: "not_affected", justification: "code_not_reachable" },
      {},
      ["not-affected brick-layer ===1.0: vulnerable_code_not_in_execute_path"],
    ],
    [
      "a justification of its own, and a detail",
      { state: "not_affected", justification: "requires_configuration", detail: "off" },
      {},
      ["not-affected brick-layer ===1.0: requires_configuration: off"],
    ],
    ["no reason", { state: "not_affected" }, {}, []],
    [
      "left as it is",
      { state: "exploitable", response: ["will_not_fix"], detail: "inside" },
      {},
      ["accepted brick-layer ===1.0: inside"],
    ],
    ["left without a reason", { state: "exploitable", response: ["will_not_fix"] }, {}, []],
    ["to be updated", { state: "exploitable", response: ["update"], detail: "soon" }, {}, []],
    [
      "a false positive",
      { state: "false_positive", detail: "of another brick" },
      {},
      ["false-positive brick-layer ===1.0: of another brick"],
    ],
    ["resolved", { state: "resolved" }, {}, ["not-affected brick-layer ===1.0: fixed in this version"]],
    ["in triage", { state: "in_triage", detail: "x" }, {}, []],
    [
      "a BOM-Link",
      { state: "resolved" },
      { affects: [{ ref: "urn:cdx:0/1#pkg%3Apypi%2Fsand%402" }] },
      ["not-affected sand ===2: fixed in this version"],
    ],
    ["a ref that is not there", { state: "resolved" }, { affects: [{ ref: "c" }] }, []],
    [
      "versions beside a name; a range is left alone",
      { state: "resolved" },
      { affects: [{ ref: "pkg:pypi/sand", versions: [{ version: "2" }, { range: "vers:pypi/<9" }] }] },
      ["not-affected sand ===2: fixed in this version"],
    ],
  ])("%s", (_, analysis, more, expected) => {
    expect(waived(cycloneDx(analysis, more))).toEqual(expected);
  });
});

test.each([
  ["", 1],
  ["{", 1],
  ['{\n "a": }', 2],
  ["[]", 1],
  ["{}", 1],
  [openVex().replace("v0.2.0", "v9"), 1],
  [cycloneDx({}, {}, "1.3"), 1],
])("%j is a problem, with its place", (text, line) => {
  const { waivers, problems } = readVex(text, "vex.json");
  expect(waivers).toEqual([]);
  expect(problems).toMatchObject([{ place: { path: "vex.json", line } }]);
});

test("a document of too many statements is a problem, and soon", () => {
  const products = Array.from({ length: 2_000 }, (_, at) => ({ "@id": `pkg:pypi/p${at}` }));
  const aliases = Array.from({ length: 2_000 }, (_, at) => `CVE-1-${at}`);
  const text = openVex({ status: "fixed", products, vulnerability: { name: "X-1", aliases } });
  expect(readVex(text, "vex.json").problems).toHaveLength(1);
});
