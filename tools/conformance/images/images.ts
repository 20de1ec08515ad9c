import type { MadeMember } from "../../../packages/pyward/src/archive/tar/make-tar.ts";
import {
  archiveOf,
  distribution,
  layoutOf,
  savedParts,
  type MadeImage,
  type MadeLayer,
} from "../../../packages/pyward/src/image/make-image.ts";

/** An image as a file, with what skopeo calls its form. */
export interface BuiltImage {
  readonly name: string;
  readonly form: "oci-archive" | "docker-archive";
  readonly bytes: Buffer;
}

const SITE = "usr/local/lib/python3.12/site-packages";

type Layers = readonly (readonly MadeMember[])[];

function image(layers: Layers, packing: NonNullable<MadeLayer["packing"]> = "gzip"): MadeImage {
  return { layers: layers.map((members) => ({ members: withFolders(members), packing })) };
}

/** The folders on the way, which every real layer has entries for. */
function withFolders(members: readonly MadeMember[]): readonly MadeMember[] {
  const known = new Set(
    members.filter(({ type }) => type === "2" || type === "5").map(({ path }) => path.replace(/\/$/, "")),
  );
  return members.flatMap((member) => {
    const names = member.path.replace(/\/$/, "").split("/").slice(0, -1);
    const folders = names.map((_, at) => names.slice(0, at + 1).join("/")).filter((path) => !known.has(path));
    folders.forEach((path) => known.add(path));
    return [...folders.map((path) => ({ path: `${path}/`, type: "5" })), member];
  });
}

const BASE = [
  ...distribution(SITE, "brick", "1.0"),
  ...distribution(SITE, "mortar", "2.0"),
  ...distribution(SITE, "wall", "3.0", "brick"),
];
const CHANGES = [
  { path: `${SITE}/.wh.mortar-2.0.dist-info` },
  { path: `${SITE}/.wh.mortar` },
  { path: `${SITE}/.wh.brick-1.0.dist-info` },
  ...distribution(SITE, "brick", "1.1"),
];
const OPAQUE = [
  { path: "srv/app/", type: "5" },
  { path: "srv/app/.wh..wh..opq" },
  ...distribution("srv/app/lib", "tile", "1.0"),
];
const LINKS: Layers = [
  [
    { path: "usr/lib/", type: "5" },
    { path: "lib", type: "2", content: "usr/lib" },
    ...distribution("usr/lib/python3/dist-packages", "brick", "1.0"),
    { path: "var/cache/0123", content: "Metadata-Version: 2.1\nName: tile\nVersion: 4.0\n" },
    {
      path: "venv/lib/python3.12/site-packages/tile-4.0.dist-info/METADATA",
      type: "1",
      content: "var/cache/0123",
    },
    { path: "venv/lib64", type: "2", content: "lib" },
    { path: "venv/pyvenv.cfg", content: "version = 3.12.1\n" },
    { path: `${SITE}/wall-1.0.dist-info`, type: "2", content: "/usr/lib/python3/dist-packages/wall.real" },
    { path: "usr/lib/python3/dist-packages/wall.real/METADATA", content: "Name: wall\nVersion: 1.0\n" },
  ],
  [{ path: "usr/lib/python3/dist-packages/.wh.wall.real" }, ...distribution("opt/python", "wall", "2.0")],
];
const LONG = `srv/${"very-long-folder-name/".repeat(8)}site-packages`;

/** Six images: every packing, both archives, and what layers can do to each other. */
export function builtImages(): readonly BuiltImage[] {
  const oci = (name: string, ...images: readonly MadeImage[]): BuiltImage => ({
    name,
    form: "oci-archive",
    bytes: archiveOf(layoutOf(images)),
  });
  const saved = savedParts(image([BASE, CHANGES, OPAQUE]));
  return [
    oci("removed-and-replaced", image([BASE, CHANGES])),
    oci("opaque-folder", image([distribution("srv/app/lib", "old", "1.0"), OPAQUE])),
    oci("links", image(LINKS)),
    oci("zstd-and-long-names", image([[...distribution(LONG, "brick", "1.0"), ...BASE], CHANGES], "zstd")),
    oci(
      "platforms",
      { ...image([BASE]), platform: "linux/arm64" },
      { ...image([BASE, CHANGES]), platform: "linux/amd64" },
    ),
    { name: "docker-save", form: "docker-archive", bytes: archiveOf(saved.parts, saved.links) },
  ];
}
