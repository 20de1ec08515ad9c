import { describe, expect, it } from "vitest";
import { fileOrigin, makeDependency, type Dependency } from "../../../packages/pyward/src/model/index.ts";
import { normalizeName } from "../../../packages/pyward/src/python/index.ts";
import { compareView, type View } from "./views.ts";

// The comparison itself: it must see what it is there to see.

function locked(name: string, version: string, more: Partial<Dependency> = {}): Dependency {
  return makeDependency({
    name: normalizeName(name),
    version,
    pin: "exact",
    basis: "locked",
    source: { type: "registry", url: null },
    origins: [fileOrigin("a.lock")],
    ...more,
  });
}

const fact = (name: string, version: string | null, marker?: string) => ({
  name,
  version,
  source: "registry",
  ...(marker === undefined ? {} : { marker }),
});

const compare = (view: View, dependencies: readonly Dependency[]) => compareView(view, dependencies, ">=3.9");

describe("compareView", () => {
  it("takes other spellings of a name and a version for the same", () => {
    const view = { scopes: null, packages: [fact("A.b_C", "1.0")] };
    expect(compare(view, [locked("a-b-c", "1.0.0")]).differences).toEqual([]);
  });

  it("sees a package that is lost, one that is invented, and one from elsewhere", () => {
    const view = { scopes: null, packages: [fact("a", "1"), { ...fact("b", "1"), source: "git" }] };
    const { differences } = compare(view, [locked("b", "1"), locked("c", "1")]);
    expect(differences.map(({ kind, text }) => `${kind} ${text}`)).toEqual([
      "lost a 1 from registry",
      "lost b 1 from git",
      "invented b 1 from registry",
      "invented c 1 from registry",
    ]);
  });

  it("sees a package in another scope", () => {
    const packages = [locked("a", "1", { scopes: ["group:dev"] }), locked("b", "1", { scopes: ["extra:x"] })];
    const kinds = (scopes: readonly string[]) =>
      compare({ scopes, packages: [fact("a", "1")] }, packages).differences.map(({ kind }) => kind);
    expect(kinds(["group:dev"])).toEqual([]);
    expect(kinds(["main"])).toEqual(["lost"]);
    expect(kinds(["group:dev", "extra:*"])).toEqual(["invented"]);
  });

  it.each([
    ["python_version < '3.11'", null, [], 1],
    ["", "sys_platform == 'win32'", ["stronger"], 0],
    ["extra == 'x' and sys_platform == 'win32'", "sys_platform == 'win32'", [], 0],
    ["'x' in extras or 'g' in dependency_groups", null, [], 0],
    ["sys_platform != 'linux'", "sys_platform == 'win32'", ["stronger"], 0],
  ])("compares %j with %j", (theirs, marker, kinds, weaker) => {
    const view = { scopes: null, packages: [fact("a", "1", theirs)] };
    const result = compare(view, [locked("a", "1", { marker })]);
    expect(result.differences.map(({ kind }) => kind)).toEqual(kinds);
    expect(result).toMatchObject({ markers: 1, weaker });
  });

  it("forgives what no environment needs, and the project itself", () => {
    const idle = locked("a", "1", { marker: "sys_platform == 'linux' and sys_platform == 'win32'" });
    expect(
      compare({ scopes: null, packages: [] }, [idle, locked("b", "1", { own: "project" })]).differences,
    ).toEqual([]);
  });
});
