import { describe, expect, it } from "vitest";
import type { SystemPackage } from "../model/index.ts";
import { readDistroRecord } from "./distro-record.ts";
import { statementsOf } from "./statements.ts";

const CVE = "CVE-2024-0001";

/** `fixed` null: no version has it fixed. */
const range = (...events: readonly Readonly<Record<string, string>>[]) => [{ type: "ECOSYSTEM", events }];
const until = (fixed: string | null) =>
  range(...[{ introduced: "0" }, ...(fixed === null ? [] : [{ fixed }])]);

interface Given {
  readonly id?: string;
  readonly ecosystem: string;
  readonly name: string;
  readonly ranges?: unknown;
  readonly more?: object;
}
const record = ({ id = `X-${CVE}`, ecosystem, name, ranges = until("1-2"), more = {} }: Given) => ({
  id,
  modified: "2026-01-01T00:00:00Z",
  upstream: [CVE],
  affected: [{ package: { ecosystem, name }, ranges }],
  ...more,
});

const one = (
  manager: SystemPackage["manager"],
  version: string,
  system: readonly [id: string, version: string],
): SystemPackage => ({
  manager,
  name: "python3-x",
  version,
  fixes: [],
  source: { name: "python-x", version },
  system: { id: system[0], version: system[1] },
});

function say(installed: SystemPackage, ...records: readonly object[]): string {
  const read = records.flatMap((value) => readDistroRecord(value) ?? []);
  return statementsOf(installed, [CVE], read)
    .map(({ status, record: id, version }) => `${status} ${id} ${version}`)
    .join();
}

describe("statementsOf", () => {
  it.each([
    ["debian", one("dpkg", "1-2", ["debian", "12"]), "Debian:12", "python-x"],
    ["ubuntu", one("dpkg", "1-2", ["ubuntu", "22.04"]), "Ubuntu:22.04:LTS", "python-x"],
    ["ubuntu without long support", one("dpkg", "1-2", ["ubuntu", "25.10"]), "Ubuntu:25.10", "python-x"],
    ["red hat", one("rpm", "1-2", ["rhel", "9.4"]), "Red Hat:enterprise_linux:9::appstream", "python3-x"],
    ["rocky", one("rpm", "1-2", ["rocky", "9.3"]), "Rocky Linux:9", "python-x"],
    ["alma", one("rpm", "1-2", ["almalinux", "9.3"]), "AlmaLinux:9", "python3-x"],
    ["leap", one("rpm", "1-2", ["opensuse-leap", "15.5"]), "openSUSE:Leap 15.5", "python-x"],
    [
      "sles",
      one("rpm", "1-2", ["sles", "15.5"]),
      "SUSE:Linux Enterprise Module for Basesystem 15 SP5",
      "python-x",
    ],
  ] as const)("knows the ecosystem of %s", (_, installed, ecosystem, name) => {
    expect(say(installed, record({ ecosystem, name }))).toBe(`fixed X-${CVE} 1-2`);
    const older = { ...installed, version: "1-1", source: { name: "python-x", version: "1-1" } };
    expect(say(older, record({ ecosystem, name }))).toBe(`affected X-${CVE} 1-2`);
    expect(say(older, record({ ecosystem, name, ranges: until(null) }))).toBe(`affected X-${CVE} null`);
    expect(say(installed, record({ ecosystem, name: "other" }))).toBe("");
  });

  it.each([
    ["another release", "Debian:11"],
    ["another distribution", "Ubuntu:22.04:LTS"],
    ["the whole distribution", "Debian"],
  ])("is silent about %s", (_, ecosystem) => {
    expect(say(one("dpkg", "1-2", ["debian", "12"]), record({ ecosystem, name: "python-x" }))).toBe("");
  });

  it.each([
    [one("rpm", "1-2", ["rhel", "9.4"]), "Red Hat:rhel_eus:9.2::appstream"],
    [one("rpm", "1-2", ["sles", "15.5"]), "SUSE:Linux Enterprise Server LTSS 15 SP5"],
    [one("rpm", "1-2", ["sles", "15.5"]), "SUSE:Linux Enterprise Server 15 SP4"],
    [one("apk", "1.0-r2", ["alpine", "3.19.1"]), "Alpine:v3.20"],
    [one("rpm", "1-2", ["fedora", "40"]), "Fedora:40"],
    [one("dpkg", "1-2", ["debian", ""]), "Debian:13"],
  ])("takes nothing that is for other systems: %o %s", (installed, ecosystem) => {
    const ranges = until(installed.manager === "apk" ? "1.0-r1" : "1-1");
    expect(say(installed, record({ ecosystem, name: "python-x", ranges }))).toBe("");
  });

  it("compares versions as each manager does", () => {
    const alpine = one("apk", "1.0_rc1-r0", ["alpine", "3.19.1"]);
    const about = { ecosystem: "Alpine:v3.19", name: "python-x" };
    expect(say(alpine, record({ ...about, ranges: until("1.0-r0") }))).toBe(`affected X-${CVE} 1.0-r0`);
    const epoch = record({ ecosystem: "Rocky Linux:9", name: "python-x", ranges: until("0:1-2") });
    expect(say(one("rpm", "1:0.5-1", ["rocky", "9.3"]), epoch)).toBe(`fixed X-${CVE} 0:1-2`);
    const debian = { ecosystem: "Debian:12", name: "python-x" };
    const backport = record({ ...debian, ranges: until("1-2") });
    expect(say(one("dpkg", "1-2~bpo12+1", ["debian", "12"]), backport)).toBe(`affected X-${CVE} 1-2`);
    expect(
      say(one("dpkg", "1-2", ["debian", "12"]), record({ ...debian, ranges: until("no version") })),
    ).toBe("");
  });

  it("compares no package of a module with one of the release", () => {
    const modular = record({
      ecosystem: "Rocky Linux:8",
      name: "python-x",
      ranges: until("1-1.module+el8.9.0+1+ab"),
    });
    expect(say(one("rpm", "1-2.el8", ["rocky", "8.9"]), modular)).toBe("");
    expect(say(one("rpm", "1-2.module+el8.9.0+2+cd", ["rocky", "8.9"]), modular)).toMatch(/^fixed/);
  });

  it("asks the ordinary records of Ubuntu about what extended maintenance has none for", () => {
    const ecosystem = "Ubuntu:18.04:LTS";
    const base = record({ ecosystem, name: "python-x", ranges: until(null) });
    const pro = record({ ecosystem: "Ubuntu:Pro:18.04:LTS", name: "python-x", ranges: until("1-1+esm1") });
    expect(say(one("dpkg", "1-1+esm1", ["ubuntu", "18.04"]), base, pro)).toBe(`fixed X-${CVE} 1-1+esm1`);
    expect(say(one("dpkg", "1-1+esm1", ["ubuntu", "18.04"]), base)).toBe(`affected X-${CVE} null`);
    expect(say(one("dpkg", "1-1", ["ubuntu", "18.04"]), base, pro)).toBe(`affected X-${CVE} null`);
  });

  it("believes the record that says affected", () => {
    const debian = one("dpkg", "1-2", ["debian", "12"]);
    const about = { ecosystem: "Debian:12", name: "python-x" };
    const [first, again] = [
      record({ ...about, id: "DSA-1-1" }),
      record({ ...about, id: "DSA-1-2", ranges: until("1-3") }),
    ];
    expect(say(debian, first, again)).toBe("affected DSA-1-2 1-3");
    const twice = range({ fixed: "1-1" }, { introduced: "1-2" }, { introduced: "0" });
    expect(say(debian, record({ ...about, ranges: twice }))).toMatch(/^affected/);
    expect(say(debian, record({ ...about, ranges: range({ introduced: "1-3" }, { fixed: "1-4" }) }))).toBe(
      "",
    );
    const listed = {
      affected: [{ package: { ecosystem: "Debian:12", name: "python-x" }, versions: ["1-2"] }],
    };
    expect(say(debian, record({ ...about, more: listed }))).toBe(`affected X-${CVE} null`);
  });

  it.each([
    ["by its id", { id: `DEBIAN-${CVE}`, upstream: undefined }, true],
    ["as an alias", { upstream: undefined, aliases: [CVE] }, true],
    ["as related, where nothing else is named", { id: "ALSA-1", upstream: undefined, related: [CVE] }, true],
    ["as related, beside another one", { id: "DSA-1", upstream: ["CVE-2024-0002"], related: [CVE] }, false],
    ["nowhere", { id: "DSA-1", upstream: undefined }, false],
    ["and is withdrawn", { withdrawn: "2026-01-02T00:00:00Z" }, false],
  ])("reads a record that names the CVE %s", (_, more, isRead) => {
    const about = record({ ecosystem: "Debian:12", name: "python-x", id: "Y", more });
    expect(say(one("dpkg", "1-2", ["debian", "12"]), about) !== "").toBe(isRead);
  });

  it.each([null, [], "x", {}, { id: 1 }, { id: "A", upstream: [1], affected: [1, { package: 1 }] }])(
    "makes nothing of %o",
    (value) => {
      expect(readDistroRecord(value)).toBeNull();
    },
  );
});
