import { describe, expect, test } from "vitest";
import { addWaivers, removeWaivers } from "./edit-waivers.ts";
import { parseConfig } from "./parse-config.ts";

type Form = "pyward" | "pyproject";

function waiversOf(text: string, form: Form = "pyward") {
  const parsed = parseConfig({ text, sha256: "", path: "c.toml", isTrusted: true, form, folder: "" });
  if (parsed.kind === "bad") throw new Error(parsed.problems.map(({ message }) => message).join("; "));
  return parsed.kind === "config" ? parsed.file.waivers : [];
}

/** Removes the waivers of these ids. */
function remove(text: string, ids: readonly string[], form: Form = "pyward"): string | null {
  const starts = waiversOf(text, form)
    .filter(({ id }) => ids.includes(id ?? ""))
    .map(({ span }) => span.start);
  return removeWaivers(text, form, starts);
}

const TWO = `# our policy
fail-on = "high" # the bar

# A: agreed in March
[[waivers]]
id = "A-1" # the first
# and because of this
reason = """two
lines"""

[[waivers]]
id = "B-1"
reason = "b"

# the end
`;

describe("removing", () => {
  test("takes a waiver's own lines and the blank ones behind them, and no comment that has its line", () => {
    expect(remove(TWO, ["A-1"])).toBe(`# our policy
fail-on = "high" # the bar

# A: agreed in March
# and because of this

[[waivers]]
id = "B-1"
reason = "b"

# the end
`);
    expect(remove(TWO, ["A-1", "B-1"])).toBe(`# our policy
fail-on = "high" # the bar

# A: agreed in March
# and because of this

# the end
`);
  });

  test.each([
    ['ignore = ["A=a", "B=b", "C=c"]\n', ["A"], 'ignore = ["B=b", "C=c"]\n'],
    ['ignore = ["A=a", "B=b", "C=c"]\n', ["B"], 'ignore = ["A=a", "C=c"]\n'],
    ['ignore = ["A=a", "B=b"]\n', ["B"], 'ignore = ["A=a"]\n'],
    ['ignore = ["A=a", "B=b"]\n', ["A", "B"], "ignore = []\n"],
    ['ignore = [\n  "A=a", # why\n  "B=b",\n]\n', ["B"], 'ignore = [\n  "A=a", # why\n]\n'],
    ['ignore = [\n  "A=a",\n  "B=b",\n]\n', ["A"], 'ignore = [\n  "B=b",\n]\n'],
    [
      'waivers = [{ id = "A", reason = "a" }, { id = "B", reason = "b" }]\n',
      ["A"],
      'waivers = [{ id = "B", reason = "b" }]\n',
    ],
  ])("%j without %j", (text, ids, expected) => {
    expect(remove(text, ids)).toBe(expected);
  });

  test("line ends of Windows and a missing last one stay as they are", () => {
    const text = TWO.trimEnd().replaceAll("\n", "\r\n");
    expect(remove(text, ["A-1"])).toBe(
      '# our policy\r\nfail-on = "high" # the bar\r\n\r\n# A: agreed in March\r\n# and because of this\r\n\r\n[[waivers]]\r\nid = "B-1"\r\nreason = "b"\r\n\r\n# the end',
    );
  });

  test("of pyproject.toml only what is ours", () => {
    const text =
      '[project]\nname = "x"\n\n[[tool.pyward.waivers]]\nid = "A-1"\nreason = "a"\n\n[tool.other]\nid = "A-1"\n';
    expect(remove(text, ["A-1"], "pyproject")).toBe('[project]\nname = "x"\n\n[tool.other]\nid = "A-1"\n');
  });

  test("every subset of many waivers leaves the others, and their comments", () => {
    const ids = ["A", "B", "C", "D", "E", "F"];
    const forms = [
      ids.map((id) => `# ${id}\n[[waivers]]\nid = "${id}"\nreason = "r"\n`).join("\n"),
      `waivers = [\n${ids.map((id) => `  # ${id}\n  { id = "${id}", reason = "r" },\n`).join("")}]\n`,
      `waivers = [${ids.map((id) => `{ id = "${id}", reason = "r" }`).join(" , ")}]\n`,
      `ignore = [${ids.map((id) => `"${id}=r"`).join(",")}]\n`,
    ];
    for (const text of forms)
      for (let mask = 1; mask < 2 ** ids.length; mask++) {
        const gone = ids.filter((_, at) => (mask >> at) % 2 === 1);
        const left = remove(text, gone) ?? "";
        expect(waiversOf(left).map(({ id }) => id)).toEqual(ids.filter((id) => !gone.includes(id)));
        expect(left.match(/#/g)?.length).toBe(text.match(/#/g)?.length);
      }
  });
});

describe("adding", () => {
  const NEW = { id: "X-1", reason: 'says "no"\n\u007F', expires: "2027-01-31", scope: ["dev"] };

  test.each<readonly [string, string, Form]>([
    ["an empty file", "", "pyward"],
    ["a file without a last line end", 'fail-on = "low"', "pyward"],
    ["a file with tables", "[scopes.dev]\nfail-on = 'low'\n", "pyward"],
    ["a file with waivers", TWO, "pyward"],
    ["a list in brackets", 'waivers = [{ id = "A", reason = "a" }]\nstrict = true\n', "pyward"],
    ["an empty list", "waivers = []\n", "pyward"],
    ["a list with a comma at its end", 'waivers = [\n  { id = "A", reason = "a" },\n]\n', "pyward"],
    ["line ends of Windows", "strict = true\r\n", "pyward"],
    ["a project without a policy", '[project]\nname = "x"\n', "pyproject"],
    ["a project with one", "[tool.pyward]\nstrict = true\n", "pyproject"],
  ])("to %s keeps all that was there", (_, text, form) => {
    const before = waiversOf(text, form);
    const edited = addWaivers(text, form, [NEW, { gap: "unpinned", reason: "r" }]) ?? "";
    const after = waiversOf(edited, form);
    expect(after.map(({ id, gap }) => id ?? gap)).toEqual([...before.map(({ id }) => id), "X-1", "unpinned"]);
    expect(after.find(({ id }) => id === "X-1")).toMatchObject({
      reason: 'says "no"\n\u007F',
      expires: "2027-01-31",
      scopes: ["dev"],
    });
    let at = 0;
    for (const unit of text) {
      at = edited.indexOf(unit, at) + 1;
      expect(at).toBeGreaterThan(0);
    }
    if (text.includes("\r\n")) expect(edited.replaceAll("\r\n", "")).not.toContain("\n");
  });

  test("a table that is written in one line takes no more, which is said", () => {
    expect(addWaivers("[tool]\npyward = { strict = true }\n", "pyproject", [NEW])).toBeNull();
    expect(addWaivers("not toml", "pyward", [NEW])).toBeNull();
  });
});
