import type { OsRelease } from "../model/index.ts";

/** Where the advisories of a system stand, as OSV names ecosystems. */
export interface Ecosystem {
  /** For people, without what differs between its parts: `Debian:12`. */
  readonly name: string;
  readonly has: (ecosystem: string) => boolean;
}

type Make = (version: string) => string | null;

const numbered = (name: string): Make => {
  return (version) => (/^\d+(?:\.\d+)*$/.test(version) ? `${name}:${version}` : null);
};
const byMajor = (name: string): Make => {
  return (version) => (/^\d+(?:\.\d+)?$/.test(version) ? `${name}:${version.split(".")[0]}` : null);
};
const rolling = (name: string): Make => {
  return () => name;
};

/** `ID` of os-release → the ecosystem of its `VERSION_ID` (OSV schema, "Defined ecosystems"). */
const ECOSYSTEMS: Readonly<Record<string, Make>> = {
  debian: byMajor("Debian"),
  ubuntu: numbered("Ubuntu"),
  alpine: (version) => {
    const branch = /^(\d+\.\d+)\.\d+$/.exec(version)?.[1];
    return branch === undefined ? null : `Alpine:v${branch}`;
  },
  wolfi: rolling("Wolfi"),
  chainguard: rolling("Chainguard"),
  rhel: byMajor("Red Hat:enterprise_linux"),
  rocky: byMajor("Rocky Linux"),
  almalinux: byMajor("AlmaLinux"),
  "opensuse-leap": (version) => (/^\d+\.\d+$/.test(version) ? `openSUSE:Leap ${version}` : null),
  "opensuse-tumbleweed": rolling("openSUSE:Tumbleweed"),
  sles: (version) => {
    const [, major, pack] = /^(\d+)(?:\.(\d+))?$/.exec(version) ?? [];
    return major === undefined
      ? null
      : `SUSE:Linux Enterprise * ${major}${pack === undefined ? "" : ` SP${pack}`}`;
  },
  photon: numbered("Photon OS"),
  azurelinux: byMajor("Azure Linux"),
  mageia: numbered("Mageia"),
};

/**
 * The ecosystem of a system; null of one that OSV has none for. `hasPro`: the package is of Ubuntu's extended maintenance, whose fixes stand in an ecosystem of
 * their own.
 */
export function ecosystemOf({ id, version }: OsRelease, hasPro: boolean): Ecosystem | null {
  const make = Object.hasOwn(ECOSYSTEMS, id) ? ECOSYSTEMS[id] : undefined;
  const name = make?.(version) ?? null;
  if (name === null) return null;
  switch (id) {
    case "ubuntu": {
      const known = hasPro ? name.replace(":", ":Pro:") : name;
      return { name: known, has: (one) => one === known || one === `${known}:LTS` };
    }
    // Repositories of one release share its packages (`…:9::appstream`); extended ones (`rhel_eus:9.2`) have fixes of their own.
    case "rhel":
      return { name, has: (one) => one === name || one.startsWith(`${name}::`) };
    case "sles":
      return { name, has: isSuse(name) };
    default:
      return { name, has: (one) => one === name };
  }
}

/** The server and the modules of a service pack, and no product beside them, such as its long-term support. */
function isSuse(name: string): (ecosystem: string) => boolean {
  const release = name.split("* ")[1] ?? "";
  return (ecosystem) => {
    const product = /^SUSE:Linux Enterprise (Server|Module for .+?) (\d+(?: SP\d+)?)$/.exec(ecosystem);
    return product?.[2] === release;
  };
}
