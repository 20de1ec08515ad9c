import { join } from "node:path";
import { run } from "./run.ts";

export interface Tarball {
  readonly name: string;
  readonly path: string;
  /** Bytes, packed. */
  readonly size: number;
  /** Paths below `package/`. */
  readonly files: readonly string[];
}

const PUBLISHED = ["pyward", "@pyward/advisories"];

interface Packed {
  readonly name: string;
  readonly filename: string;
  readonly size: number;
  readonly files: readonly { readonly path: string }[];
}

/** Packs every published package into `folder`. */
export async function pack(root: string, folder: string): Promise<Tarball[]> {
  const options = [
    ...PUBLISHED.map((name) => `--workspace=${name}`),
    "--json",
    "--ignore-scripts",
    "--loglevel=error",
    "--pack-destination",
    folder,
  ];
  const { code, output } = await run(["npm", "pack", ...options], root);
  if (code !== 0) throw new Error(`npm pack failed: ${output}`);
  const packed: readonly Packed[] = JSON.parse(output.slice(output.indexOf("[")));
  return packed.map(({ name, filename, size, files }) => ({
    name,
    path: join(folder, filename.replace("@", "").replace("/", "-")),
    size,
    files: files.map((file) => file.path),
  }));
}
