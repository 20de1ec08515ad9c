/** What a line says, in the form that both readers are reduced to. */
export type Fact = Readonly<Record<string, unknown>>;

interface Meant {
  readonly why: string;
  readonly applies: (pip: Fact, ours: Fact) => boolean;
}

const linkOf = (fact: Fact): Fact => (fact["link"] ?? {}) as Fact;
const without = (fact: Fact, ...keys: readonly string[]): string =>
  JSON.stringify(Object.entries(fact).filter(([key]) => !keys.includes(key)));

const hasVariable = (at: unknown): boolean => /\$\{[A-Z0-9_]+\}/.test(String(at));
const existing = (at: unknown): boolean =>
  ["libs/alpha", "libs/beta", ".", "libs", "sub", "wheels"].includes(String(at));

/** Differences that are meant: a line that one of these explains is counted under its reason. */
const MEANT: readonly Meant[] = [
  {
    why: "the name of an archive says which release it is, where pip would have to build it",
    applies: (pip, ours) =>
      pip["kind"] === "requirement" &&
      (pip["link"] ?? null) !== null &&
      pip["specifiers"] === "" &&
      ours["specifiers"] !== "" &&
      (pip["name"] === null || pip["name"] === ours["name"]) &&
      without(pip, "name", "specifiers", "link") === without(ours, "name", "specifiers", "link") &&
      (linkOf(pip)["at"] === linkOf(ours)["at"] ||
        linkOf(ours)["at"] === "outside" ||
        linkOf(ours)["at"] === null),
  },
  {
    why: "a directory that is missing or no project is refused at once, not when it is built",
    applies: (pip, ours) =>
      ours["kind"] === "error" && linkOf(pip)["kind"] === "path" && !existing(linkOf(pip)["at"]),
  },
  {
    why: "a path with a variable in it is not looked at",
    applies: (pip, ours) =>
      linkOf(ours)["kind"] === "path" &&
      linkOf(ours)["at"] === null &&
      (pip["kind"] === "error" ? ours["name"] === null : hasVariable(linkOf(pip)["at"])),
  },
  {
    why: "a path that leads out of the root is not looked at",
    applies: (pip, ours) =>
      linkOf(ours)["at"] === "outside" &&
      (pip["kind"] === "error" ||
        (String(linkOf(pip)["at"]).startsWith("..") && without(pip, "link") === without(ours, "link"))),
  },
  {
    why: "the gap of a local project without a legible name says no path",
    applies: (pip, ours) =>
      ours["name"] === null &&
      linkOf(pip)["kind"] === "path" &&
      linkOf(ours)["at"] === null &&
      without(pip, "link") === without(ours, "link"),
  },
  {
    why: "a URL without a host, or with what may be a piece of a password, is not kept",
    applies: (pip, ours) =>
      linkOf(pip)["kind"] !== "path" &&
      linkOf(ours)["at"] === null &&
      without(pip, "link") === without(ours, "link"),
  },
  {
    why: "a line that depends on a variable in its marker is a gap",
    applies: (pip, ours) => ours["kind"] === "error" && String(pip["marker"]).includes("${"),
  },
];

/** Why a difference is meant; null where it is none of these. */
export function excuse(pip: Fact, ours: Fact): string | null {
  return MEANT.find(({ applies }) => applies(pip, ours))?.why ?? null;
}
