import { describe, expect, test } from "vitest";
import type { Dependency, Edge } from "../model/index.ts";
import { dependency, source } from "./example-inventory.ts";
import { auditability } from "./coverage.ts";
import { mergeSources } from "./merge-sources.ts";
import { findPaths, MAX_PATH_LENGTH } from "./paths.ts";
import { applicability } from "./targets.ts";

function edge(from: string, to: string): Edge {
  return { from: `${from}@1`, to: `${to}@1`, marker: null };
}

describe("mergeSources", () => {
  test("the same release in two sources is one dependency with both origins, and both entries count", () => {
    const { dependencies } = mergeSources("p1", [
      source("b.txt", [
        dependency("Django", "2.2.0", { scopes: ["group:dev"], marker: "python_version < '3'" }),
      ]),
      source("a.txt", [dependency("django", "2.2.0", { marker: null, hashes: ["sha256:aa"] })]),
    ]);
    expect(dependencies).toHaveLength(1);
    expect(dependencies[0]).toMatchObject({
      ref: "p1:django@2.2.0",
      entries: 2,
      scopes: ["group:dev", "main"],
      marker: null,
      hashes: ["sha256:aa"],
    });
    expect(dependencies[0]?.origins).toHaveLength(2);
  });

  test("what is mentioned and stated as well is stated, whichever comes first", () => {
    const basisOf = (...bases: readonly Dependency["basis"][]) =>
      mergeSources(
        "p1",
        bases.map((basis) => source("a.txt", [dependency("d", "1", { basis })])),
      ).dependencies.map(({ basis }) => basis);
    expect(basisOf("mentioned", "locked")).toEqual(["locked"]);
    expect(basisOf("declared", "mentioned")).toEqual(["declared"]);
    expect(basisOf("mentioned", "mentioned")).toEqual(["mentioned"]);
  });

  test("what is only mentioned and has no version is no surprise", () => {
    const mentioned = { basis: "mentioned" } as const;
    expect(auditability(dependency("d", null, mentioned))).toMatchObject({
      code: "unpinned",
      expected: true,
    });
    expect(auditability(dependency("d", null, { ...mentioned, pin: "url" }))).toMatchObject({
      expected: true,
    });
    expect(auditability(dependency("d", null))).toMatchObject({ code: "unpinned", expected: false });
  });

  test("a release is the distribution's only where every copy of it is", () => {
    const system = { manager: "dpkg", name: "python3-d", version: "1-1", fixes: ["CVE-2020-1"] } as const;
    const owned = dependency("d", "1", { manager: "dpkg", systemPackage: system });
    const of = (...copies: readonly Dependency[]) =>
      mergeSources("p1", [
        source("a.txt", [owned]),
        ...copies.map((copy) => source("b.txt", [copy])),
      ]).dependencies.map(({ manager, systemPackage }) => [manager, systemPackage?.fixes ?? null]);
    expect(of(owned)).toEqual([["dpkg", ["CVE-2020-1"]]]);
    expect(of(dependency("d", "1"))).toEqual([[null, null]]);
    expect(of(dependency("d", "1", { systemPackage: { ...system, version: "1-2" } }))).toEqual([
      [null, null],
    ]);
    expect(of(dependency("d", "1"), owned)).toEqual([[null, null]]);
  });

  test("another place of supply is another dependency with a ref of its own", () => {
    const git = { type: "git", url: "https://git.example/d" } as const;
    const { dependencies } = mergeSources("p1", [
      source("a.txt", [dependency("d", "1"), dependency("d", "1", { key: "d@1 git", source: git })]),
    ]);
    expect(dependencies.map(({ ref }) => ref)).toEqual(["p1:d@1", "p1:d@1#2"]);
  });

  test("a release from 20,000 places has as many refs, in linear time", () => {
    const dependencies = Array.from({ length: 20_000 }, (_, at) =>
      dependency("d", "1", { key: `d@1#${at}`, source: { type: "git", url: `https://git${at}.example/d` } }),
    );
    const started = process.cpuUsage();
    const merged = mergeSources("p1", [source("a.txt", dependencies)]);
    expect(process.cpuUsage(started).user / 1e6).toBeLessThan(2);
    expect(new Set(merged.dependencies.map(({ ref }) => ref)).size).toBe(20_000);
  });

  test("a copy inside of another release names it by its ref, in whatever order they come", () => {
    const copy = (key: string, embeddedIn: string) => dependency("u", "1", { key, embeddedIn });
    const { dependencies } = mergeSources("p1", [
      source("a.whl", [
        copy("u in p in v", "p in v"),
        dependency("p", "2", { key: "p in v", embeddedIn: "v@3" }),
        copy("u in v", "v@3"),
        dependency("v", "3"),
        dependency("u", "1"),
      ]),
      source("b.whl", [copy("u in a circle", "u in a circle")]),
    ]);
    expect(dependencies.map(({ ref, embeddedIn }) => [ref, embeddedIn])).toEqual([
      ["p1:p@2", "p1:v@3"],
      ["p1:u@1", null],
      ["p1:u@1#2", "p1:v@3"],
      ["p1:u@1#3", "p1:p@2"],
      ["p1:u@1#4", "u in a circle"],
      ["p1:v@3", null],
    ]);
  });

  test("two markers are joined, and the order is by name and version", () => {
    const { dependencies } = mergeSources("p1", [
      source("a.txt", [dependency("z", "1"), dependency("a", "2", { marker: "x" })]),
      source("b.txt", [dependency("a", "2", { marker: "y" }), dependency("a", "1")]),
    ]);
    expect(dependencies.map(({ ref, marker }) => [ref, marker])).toEqual([
      ["p1:a@1", null],
      ["p1:a@2", "(x) or (y)"],
      ["p1:z@1", null],
    ]);
  });
});

describe("findPaths", () => {
  test("a chain of 20,000 packages costs no square: ways end at a length, and are counted on", () => {
    const numbers = Array.from({ length: 20_000 }, (_, at) => at);
    const dependencies = numbers.map((at) => dependency(`p${at}`, "1", { direct: at === 0 }));
    const edges = numbers.slice(1).map((at) => edge(`p${at - 1}`, `p${at}`));
    const started = process.cpuUsage();
    const paths = findPaths(mergeSources("p1", [source("uv.lock", dependencies, edges)]));
    expect(process.cpuUsage(started).user / 1e6).toBeLessThan(2);
    expect(paths.get(`p1:p${MAX_PATH_LENGTH - 1}@1`)?.paths[0]).toHaveLength(MAX_PATH_LENGTH);
    expect(paths.get(`p1:p${MAX_PATH_LENGTH}@1`)).toEqual({ paths: [], total: 1 });
  });

  test("the shortest path comes first, cycles end, and all loop-free ways are counted", () => {
    const names = ["a", "b", "c", "d"];
    const dependencies = names.map((name) => dependency(name, "1", { direct: name === "a" }));
    const edges = [
      edge("a", "b"),
      edge("b", "c"),
      edge("a", "c"),
      edge("c", "d"),
      edge("d", "b"),
      edge("b", "d"),
    ];
    const paths = findPaths(mergeSources("p1", [source("uv.lock", dependencies, edges)]));
    expect(paths.get("p1:d@1")?.paths).toEqual([
      ["a", "b", "d"],
      ["a", "c", "d"],
      ["a", "b", "c", "d"],
    ]);
    expect(paths.get("p1:d@1")?.total).toBe(3);
    expect(paths.get("p1:a@1")).toEqual({ paths: [["a"]], total: 1 });
  });

  test("the number of ways is bounded where it explodes", () => {
    const layers = Array.from({ length: 30 }, (_, at) => [`l${at}`, `r${at}`]);
    const dependencies = layers.flat().map((name) => dependency(name, "1", { direct: name.endsWith("0") }));
    const edges = layers.slice(1).flatMap(([left = "", right = ""], at) => {
      const [upLeft = "", upRight = ""] = layers[at] ?? [];
      return [edge(upLeft, left), edge(upLeft, right), edge(upRight, left), edge(upRight, right)];
    });
    const paths = findPaths(mergeSources("p1", [source("uv.lock", dependencies, edges)]));
    expect(paths.get("p1:l29@1")?.total).toBe(9_999);
    expect(paths.get("p1:l29@1")?.paths).toHaveLength(5);
  });

  test("what nobody asks for has no path", () => {
    const paths = findPaths(
      mergeSources("p1", [source("uv.lock", [dependency("a", "1", { direct: false })])]),
    );
    expect(paths.get("p1:a@1")).toEqual({ paths: [], total: 0 });
  });
});

describe("auditability", () => {
  const cases: readonly [string, Dependency, unknown][] = [
    ["an exact version", dependency("a", "1"), { kind: "auditable", version: "1" }],
    ["no version", dependency("a", null), { code: "unpinned", expected: false }],
    [
      "a build requirement without one",
      dependency("a", null, { scopes: ["build"] }),
      { code: "unpinned", expected: true },
    ],
    [
      "also needed at run time",
      dependency("a", null, { scopes: ["build", "main"] }),
      { code: "unpinned", expected: false },
    ],
    [
      "a URL without a version",
      dependency("a", null, { pin: "url" }),
      { code: "url-without-version", expected: false },
    ],
    ["a URL with one", dependency("a", "1", { pin: "url" }), { kind: "auditable" }],
    ["the project itself", dependency("a", "1", { own: "project" }), { code: "own-code", expected: true }],
  ];
  test.each(cases)("%s", (_, given, expected) => {
    expect(auditability(given)).toMatchObject(expected as object);
  });
});

describe("applicability", () => {
  const on = (python: string | null, platform: string | null) => ({ python, platform });
  const cases: readonly [string | null, Parameters<typeof applicability>[1], string][] = [
    [null, [], "everywhere"],
    ["sys_platform == 'win32'", [], "only-where"],
    ["sys_platform == 'win32'", [on(null, "linux")], "nowhere"],
    ["sys_platform == 'win32'", [on(null, "windows")], "everywhere"],
    ["sys_platform == 'win32'", [on(null, "windows"), on(null, "linux")], "only-where"],
    ["sys_platform == 'win32'", [on("3.12", null)], "only-where"],
    ["python_version < '3.9'", [on("3.12", null)], "nowhere"],
    ["python_version < '3.9' and sys_platform == 'win32'", [on("3.12", null)], "nowhere"],
    ["not a marker", [on("3.12", null)], "only-where"],
  ];
  test.each(cases)("%s on %j is %s", (marker, targets, expected) => {
    expect(applicability(marker, targets).kind).toBe(expected);
  });
});
