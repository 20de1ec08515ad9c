import { describe, expect, it } from "vitest";
import { normalizeName } from "../../python/index.ts";
import { keptPage, readKeptPage } from "./kept-page.ts";
import { parseHtmlPage } from "./parse-html.ts";
import { parseJsonPage } from "./parse-json.ts";
import type { IndexFile, PageResult, ProjectPage } from "./project-page.ts";

const NAME = normalizeName("brick");
const AT = new URL("https://index.example/simple/brick/");
const SHA = "cd".repeat(32);

function pageOf(result: PageResult): ProjectPage {
  if (result.kind !== "page") throw new Error(result.reason);
  return result.page;
}

/** What a file says, by value. */
function facts(file: IndexFile) {
  const { name, version, isWheel, wheel, hashes, metadata, isAccompanied } = file;
  const { requiresPython, yanked, size, uploaded, url } = file;
  return [
    ...[name, version, isWheel, wheel, hashes, metadata, isAccompanied],
    ...[requiresPython, yanked, size, uploaded, url.href],
  ];
}

function again(page: ProjectPage): ProjectPage {
  const read = readKeptPage(NAME, keptPage(page));
  if (read === null) throw new Error("not read");
  return read;
}

describe("a page that is kept", () => {
  const files = [
    {
      filename: "brick-1.0-py3-none-any.whl",
      url: "../../f/brick-1.0-py3-none-any.whl",
      hashes: { sha256: SHA },
      "core-metadata": { sha256: SHA },
      "requires-python": ">=3.9",
      size: 7,
      "upload-time": "2026-01-02T03:04:05.678Z",
    },
    { filename: "brick-2.0.tar.gz", url: "https://u:p@files.example/brick-2.0.tar.gz#x", yanked: "a\nü😀" },
    { filename: "brick-1.0.tar.gz", url: "/brick-1.0.tar.gz", "core-metadata": true, yanked: true },
    { filename: "other-1.0.tar.gz", url: "f" },
  ];
  const status = { status: "archived", reason: "it moved" };
  const meta = { "api-version": "1.4", tracks: ["https://other.example/brick/"] };
  const json = pageOf(parseJsonPage(NAME, AT, JSON.stringify({ files, meta, "project-status": status })));

  it("says what it said", () => {
    const read = again(json);
    expect(read.files.map(facts)).toEqual(
      json.files.toSorted((a, b) => (a.version < b.version ? -1 : 1)).map(facts),
    );
    const { files: _ours, releases: _mine, ...rest } = read;
    const { files: _theirs, releases: _others, ...expected } = json;
    expect(rest).toEqual(expected);
    expect(read.releases.map(({ version, uploaded, files: own }) => [version, uploaded, own.length])).toEqual(
      [
        ["1.0", "2026-01-02T03:04:05.678Z", 2],
        ["2.0", null, 1],
      ],
    );
    expect(/^[\n -~]*$/.test(keptPage(json))).toBe(true);
  });

  it("keeps the base of its links", () => {
    const text = `<base href="https://files.example/b/"><a href="brick-3.0.tar.gz">x</a>`;
    const page = again(pageOf(parseHtmlPage(NAME, AT, text)));
    expect(page.files.map(({ url }) => url.href)).toEqual(["https://files.example/b/brick-3.0.tar.gz"]);
    expect(page.url).toBe(AT.href);
  });

  it("without files has none", () => {
    const page = again(pageOf(parseJsonPage(NAME, AT, JSON.stringify({ files: [], versions: ["1.0"] }))));
    expect([page.files, page.releases, page.versions]).toEqual([[], [], ["1.0"]]);
  });

  it("of another project, or that is none, is not read", () => {
    expect(readKeptPage(normalizeName("other"), keptPage(json))).toBe(null);
    for (const text of ["", "{}", "[]", '{"name":"brick","url":"x","base":"x","state":"active"}'])
      expect(readKeptPage(NAME, text)).toBe(null);
  });

  it("with a line that was changed has no files there", () => {
    const [head = ""] = keptPage(json).split("\n");
    const page = readKeptPage(NAME, `${head}\n1.0 - [7,{},["n"],["n",1]]\n2.0 nonsense\n3.0`);
    expect(page?.files).toEqual([]);
  });
});
