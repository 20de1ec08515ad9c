import { describe, expect, test } from "vitest";
import { fileOrigin, makeDependency, makeInventory, nearestName, type Scope } from "../model/index.ts";
import { normalizeName } from "../python/index.ts";
import { choicesOf } from "./choices.ts";
import { selectScopes, type ScopeSelection } from "./selection.ts";

const SCOPES: Readonly<Record<string, readonly Scope[]>> = {
  web: ["main"],
  tls: ["extra:tls"],
  both: ["extra:tls", "group:dev"],
  lint: ["group:lint"],
  shared: ["group:dev", "main"],
  hatch: ["build"],
};

const dependencies = Object.entries(SCOPES).map(([name, scopes]) =>
  makeDependency({
    name: normalizeName(name),
    version: "1",
    pin: "exact",
    basis: "locked",
    source: { type: "registry", url: null },
    origins: [fileOrigin("uv.lock")],
    scopes,
  }),
);
const edges = [
  { from: "web@1", to: "shared@1", marker: null },
  { from: "lint@1", to: "both@1", marker: null },
];
const project = {
  sources: [
    {
      kind: "uv-lock",
      path: "uv.lock",
      inventory: makeInventory({ dependencies, edges, choices: ["extra:none"] }),
    },
  ],
};

function select(asked: Partial<ScopeSelection>) {
  const selection = { extras: [], groups: [], withoutGroups: false, ...asked };
  const { projects, notes } = selectScopes([project], selection, choicesOf([project]));
  const [inventory] = projects.flatMap(({ sources }) => sources.map((source) => source.inventory));
  return { names: inventory?.dependencies.map(({ name }) => name), edges: inventory?.edges.length, notes };
}

describe("selectScopes", () => {
  test("asks for everything unless told otherwise", () => {
    expect(select({})).toEqual({ names: Object.keys(SCOPES), edges: 2, notes: [] });
  });

  test("without groups keeps what something else asks for, too", () => {
    expect(select({ withoutGroups: true })).toEqual({
      names: ["web", "tls", "both", "shared", "hatch"],
      edges: 1,
      notes: ["not asked for and left out: 1 dependency that only group:lint has"],
    });
  });

  test("a group that is named is all of the groups, an extra all of the extras", () => {
    expect(select({ groups: ["lint"] }).names).toEqual(["web", "tls", "both", "lint", "shared", "hatch"]);
    expect(select({ groups: ["dev"], withoutGroups: true }).names).toEqual([
      "web",
      "tls",
      "both",
      "shared",
      "hatch",
    ]);
    expect(select({ extras: ["none"], withoutGroups: true }).names).toEqual(["web", "shared", "hatch"]);
  });

  test("refuses a name that nothing has, with the nearest right one", () => {
    expect(() => select({ extras: ["tsl"] })).toThrow(
      expect.objectContaining({ code: "usage", hint: "Did you mean tls?" }),
    );
    expect(() => select({ groups: ["documentation"] })).toThrow(
      expect.objectContaining({ code: "usage", hint: "The groups are dev, lint." }),
    );
  });
});

test("nearestName", () => {
  expect(nearestName("webb", ["docs", "web"])).toBe("web");
  expect(nearestName("ld", ["dl", "lid"])).toBe("dl");
  expect(nearestName("x", ["docs", "web"])).toBeNull();
});
