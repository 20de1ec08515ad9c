import { describe, expect, it } from "vitest";
import { normalizeName } from "../python/index.ts";
import { parseJsonPage } from "./page/parse-json.ts";
import type { ProjectPage } from "./page/project-page.ts";
import { reviewRelease } from "./review-release.ts";

const NAME = normalizeName("brick");
const A = "aa".repeat(32);
const B = "bb".repeat(32);

function page(files: readonly object[], more: object = {}): ProjectPage {
  const text = JSON.stringify({ files: files.map((file) => ({ url: "f", ...file })), ...more });
  const result = parseJsonPage(NAME, new URL("https://index.example/simple/brick/"), text);
  if (result.kind !== "page") throw new Error(result.reason);
  return result.page;
}

const sdist = (version: string, more: object = {}): object => ({
  filename: `brick-${version}.tar.gz`,
  ...more,
});
const wheel = (version: string, more: object = {}): object => ({
  filename: `brick-${version}-py3-none-any.whl`,
  ...more,
});
const review = (version: string, pages: readonly ProjectPage[], hashes: readonly string[] = []) =>
  reviewRelease({ name: NAME, version, hashes }, pages);

describe("a yanked release", () => {
  const files = [
    sdist("1.0", { yanked: "leaks" }),
    wheel("1.0", { yanked: "leaks" }),
    sdist("1.2rc1"),
    sdist("1.10"),
    sdist("1.9", { yanked: true }),
  ];

  it("is said with its reason and the next one that is not", () => {
    expect(review("1.0.0+x", [page(files)]).notices).toEqual([]);
    expect(review("1.0", [page(files)]).notices).toEqual([
      {
        kind: "yanked",
        title: "brick 1.0 was yanked: leaks",
        url: "https://index.example/simple/brick/",
        fix: "1.10",
      },
    ]);
  });

  it("is none while one of its files is not, unless the lock has only the yanked one", () => {
    const some = [
      page([sdist("1.0", { yanked: true, hashes: { sha256: A } }), wheel("1.0", { hashes: { sha256: B } })]),
    ];
    expect(review("1.0", some).notices).toEqual([]);
    expect(review("1.0", some, [`sha256:${A}`]).notices).toMatchObject([{ kind: "yanked" }]);
    expect(review("1.0", some, [`sha256:${A}`, `sha256:${B}`]).notices).toEqual([]);
  });
});

describe("what the index lacks", () => {
  const pages = [page([sdist("1.0", { hashes: { sha256: A } }), sdist("2.0")])];

  it.each([
    ["1.0", [], null],
    ["1.0.0", [], null],
    ["3.0", [], "no version 3.0"],
    ["1.0", [`sha256:${A}`, `sha256:${B}`], null],
    ["1.0", [`sha256:${B}`], "the locked hash"],
    ["1.0", [`sha512:${"c".repeat(128)}`], null],
    ["2.0", [`sha256:${B}`], null],
  ])("%s with %j: %s", (version, hashes, lack) => {
    const said = review(version, pages, hashes).lack;
    if (lack === null) expect(said).toBeNull();
    else expect(said).toContain(lack);
  });
});

it("the state of a project is said, and a quarantined one lacks nothing", () => {
  const pages = [page([], { "project-status": { status: "quarantined", reason: "stolen" } })];
  expect(review("1.0", pages)).toMatchObject({
    notices: [{ kind: "quarantined", title: "the project brick is quarantined: stolen", fix: null }],
    lack: null,
  });
});

it("the age is that of the first file, and of the latest final release", () => {
  const at = (time: string) => ({ "upload-time": `${time}T00:00:00Z` });
  const pages = [
    page([
      sdist("1.0", at("2020-02-02")),
      wheel("1.0", at("2020-01-01")),
      sdist("1.1", at("2021-01-01")),
      sdist("2.0a1", at("2022-01-01")),
    ]),
  ];
  expect(review("1.0", pages).age).toEqual({
    uploaded: "2020-01-01T00:00:00Z",
    latest: "1.1",
    latestUploaded: "2021-01-01T00:00:00Z",
  });
});
