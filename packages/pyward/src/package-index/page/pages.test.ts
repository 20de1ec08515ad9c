import { describe, expect, it } from "vitest";
import { normalizeName } from "../../python/index.ts";
import { parseHtmlPage } from "./parse-html.ts";
import { parseJsonPage } from "./parse-json.ts";
import type { PageResult } from "./project-page.ts";

const NAME = normalizeName("Brick.Wall");
const URL_OF_PAGE = new URL("https://me:secret@index.example/simple/brick-wall/?token=x");
const SHA = "ab".repeat(32);
const json = (value: unknown): PageResult => parseJsonPage(NAME, URL_OF_PAGE, JSON.stringify(value));
const html = (text: string): PageResult => parseHtmlPage(NAME, URL_OF_PAGE, text);

function pageOf(result: PageResult) {
  if (result.kind !== "page") throw new Error(result.reason);
  return result.page;
}

describe("a page in JSON", () => {
  const file = {
    filename: "brick_wall-1.0-py3-none-any.whl",
    url: "../../files/brick_wall-1.0-py3-none-any.whl#x",
    hashes: { SHA256: SHA.toUpperCase(), sha512: "short" },
    "requires-python": ">=3.8",
    yanked: "broken\nbuild",
    "core-metadata": { sha256: SHA },
    size: 10,
    "upload-time": "2024-02-03T04:05:06.789Z",
  };

  it("says all that a file has, relative to the page and without its login", () => {
    const page = pageOf(
      json({
        meta: { "api-version": "1.4", tracks: ["https://other.example/"] },
        name: "brick-wall",
        files: [file],
      }),
    );
    expect(page.url).toBe("https://index.example/simple/brick-wall/");
    expect(page.tracks).toEqual(["https://other.example/"]);
    expect(page.files).toMatchObject([
      {
        name: file.filename,
        version: "1.0",
        hashes: [`sha256:${SHA}`],
        requiresPython: ">=3.8",
        yanked: "broken build",
        metadata: [`sha256:${SHA}`],
        size: 10,
        uploaded: "2024-02-03T04:05:06.789Z",
      },
    ]);
    expect(page.files[0]?.url.href).toBe("https://index.example/files/brick_wall-1.0-py3-none-any.whl");
    expect(page.files[0]?.wheel?.platformTags).toEqual(["any"]);
  });

  it("orders the versions that it lists, and else those of its files", () => {
    const files = ["brick-wall-2.tar.gz", "brick_wall-1.10.zip"].map((filename) => ({
      filename,
      url: filename,
    }));
    expect(pageOf(json({ files })).versions).toEqual(["1.10", "2"]);
    expect(pageOf(json({ files, versions: ["1.10", "1.9", "1.9", "x"] })).versions).toEqual(["1.9", "1.10"]);
  });

  it("says the state of the project (PEP 792)", () => {
    const said = { status: "quarantined", reason: "  bad \u202eactor " };
    expect(pageOf(json({ files: [], "project-status": said }))).toMatchObject({
      state: "quarantined",
      stateReason: "bad actor",
    });
    expect(pageOf(json({ files: [], "project-status": { status: "resting" } })).state).toBe("active");
  });

  it("leaves out files of other projects, of other schemes and without a release's name", () => {
    const names = ["evil-1.0.tar.gz", "../brick-wall-1.0.tar.gz", "brick-wall.exe"];
    const files = names.map((filename) => ({ filename, url: "f" }));
    const local = { filename: "brick-wall-1.0.tar.gz", url: "file:///etc/passwd" };
    expect(pageOf(json({ files: [...files, local, 7] }))).toMatchObject({ files: [], ignored: 4 });
  });

  it.each([
    [{ files: {} }, "unparsable-file"],
    [[], "unparsable-file"],
    [{ name: "other", files: [] }, "unparsable-file"],
    [{ meta: { "api-version": "2.0" }, files: [] }, "unsupported-format"],
    [{ meta: { "api-version": "new" }, files: [] }, "unsupported-format"],
  ])("%j is refused", (value, code) => expect(json(value)).toMatchObject({ kind: "failed", code }));
});

describe("a page in HTML", () => {
  it("says what PEP 503 and its successors write on anchors", () => {
    const page = pageOf(
      html(`<!DOCTYPE html><html><head>
        <meta name="pypi:repository-version" content="1.4">
        <META NAME=pypi:project-status CONTENT='archived'><meta name="pypi:project-status-reason" content="moved &amp; gone">
        <base href="https://files.example/a/"></head><body>
        <!-- <a href="brick-wall-9.tar.gz">no</a> --><script>"<a href='brick-wall-8.tar.gz'>"</script>
        <A
          data-requires-python="&gt;=3.7,&#60;4" data-yanked data-core-metadata="sha256=${SHA}"
          HREF="brick_wall-1.0%2Bcu1-py3-none-any.whl?x=1#egg=b&sha256=${SHA}">text</A>
        <a href=/b/brick-wall-2.tar.gz data-dist-info-metadata=false data-yanked='why &quot;so&quot;'>x</a>
        <a>none</a><a href="%E0%A4%A">broken</a>`),
    );
    expect(page).toMatchObject({
      state: "archived",
      stateReason: "moved & gone",
      versions: ["1.0+cu1", "2"],
    });
    expect(
      page.files.map((file) => [file.url.href, file.requiresPython, file.yanked, file.metadata]),
    ).toEqual([
      [
        "https://files.example/a/brick_wall-1.0%2Bcu1-py3-none-any.whl?x=1",
        ">=3.7,<4",
        "",
        [`sha256:${SHA}`],
      ],
      ["https://files.example/b/brick-wall-2.tar.gz", null, 'why "so"', null],
    ]);
    expect(page.files[0]?.hashes).toEqual([`sha256:${SHA}`]);
  });

  it("of a later interface is refused", () => {
    expect(html('<meta name="pypi:repository-version" content="2.1">')).toMatchObject({
      code: "unsupported-format",
    });
  });

  it.each(["<a ", '<a href="', "<a href='x' ", "<!--", "<script>", "<a =", "<"])(
    "of 4 MB of %j costs little",
    (piece) => {
      const started = process.cpuUsage();
      html(piece.repeat(4_000_000 / piece.length));
      expect(process.cpuUsage(started).user / 1e6).toBeLessThan(3);
    },
  );
});
