import { build, type Plugin } from "esbuild";
import {
  copyFileSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from "node:fs";
import { join } from "node:path";
import { bundleCommandLine, bundleLater } from "../build/bundle.ts";
import { BUNS_HASH, BUNS_ZLIB } from "./buns-own.ts";

const SNAPSHOT = "snapshot.pyward";
/** Ends an executable that says where its snapshot lies: offset, size (32 bits each, little-endian), and this. */
const SIGN = "pyward@>";
const SIGN_SIZE = 8 + SIGN.length;

/**
 * A Linux executable with that at its end. Bun hands over a file inside as a copy of the whole, of which an audit reads a few
 * parts: read in their place, they cost a millisecond less. Other systems sign what they run, and nothing may stand behind a signature.
 */
export function withPlace(executable: Buffer, root: string): Buffer {
  const snapshot = readFileSync(filesInside(root).get(SNAPSHOT) ?? "");
  const offset = executable.indexOf(snapshot);
  if (offset < 0) throw new Error("the executable does not hold the snapshot as it is");
  const sign = Buffer.alloc(SIGN_SIZE);
  sign.writeUInt32LE(offset, 0);
  sign.writeUInt32LE(snapshot.length, 4);
  sign.write(SIGN, 8, "latin1");
  return Buffer.concat([executable, sign]);
}

/** What an installed pyward has beside it, and an executable inside: name there → file, absolute. */
export function filesInside(root: string): ReadonlyMap<string, string> {
  const templates = join(root, "packages/pyward/templates");
  return new Map([
    [SNAPSHOT, join(root, "packages/advisories/snapshot.pyward")],
    ...readdirSync(templates)
      .toSorted()
      .map((name): [string, string] => [`templates/${name}`, join(templates, name)]),
  ]);
}

/**
 * Writes `bun.cjs` and `node.cjs` into a folder: the whole program in one file each (cli.cjs with all that it loads later), behind a few lines that
 * hand it the files inside. Node's is the one that npm installs; in Bun's, what Bun has of its own stands for what is slow there.
 */
export async function bundleProgram(
  root: string,
  folder: string,
  inside: ReadonlyMap<string, string>,
): Promise<void> {
  mkdirSync(join(folder, "inside"), { recursive: true });
  const names = [...inside].map(([name, file], at) => {
    const copy = `inside/${at}.${name.endsWith(".pyward") ? "pyward" : "template"}`;
    copyFileSync(file, join(folder, copy));
    return `${JSON.stringify(name)}: require("./${copy}")`;
  });
  await bundleForBun(root, folder);
  await Promise.all([
    bundle("bun", { program: "./program/cli.cjs", head: carrierOfBun(names), plugins: [BUNS_ZLIB] }),
    bundle("node", {
      program: join(root, "packages/pyward/dist/cli.cjs"),
      head: CARRIER_OF_NODE,
      plugins: [],
    }),
  ]);
  rmSync(join(folder, "program"), { recursive: true });

  async function bundle(name: string, { program, head, plugins }: Carried): Promise<void> {
    const { outputFiles } = await build({
      stdin: { contents: `${head}require(${JSON.stringify(program)});\n`, resolveDir: folder, loader: "js" },
      bundle: true,
      write: false,
      platform: "node",
      format: "cjs",
      minifyWhitespace: true,
      external: ["./inside/*"],
      plugins,
      // Nothing lies beside an executable, and nothing is looked for: not in the folder where it was built either.
      define: { __dirname: '"/"', "require.resolve": "String" },
    });
    writeFileSync(join(folder, `${name}.cjs`), outputFiles[0]?.text ?? "");
  }
}

interface Carried {
  readonly program: string;
  readonly head: string;
  readonly plugins: Plugin[];
}

/** Below `program`: dist anew, but for the libraries that are bundled apart. */
async function bundleForBun(root: string, folder: string): Promise<void> {
  const source = join(root, "packages/pyward/src");
  const place = { root, more: [BUNS_HASH] };
  const program = join(folder, "program");
  await bundleCommandLine(place, join(program, "cli.cjs"), join(source, "cli/main.ts"));
  await bundleLater(place, program, source);
  const dist = join(root, "packages/pyward/dist");
  for (const file of readdirSync(dist).filter((name) => name.endsWith(".cjs")))
    if (!existsSync(join(program, file))) copyFileSync(join(dist, file), join(program, file));
}

/** From so many dependencies on an audit lasts long enough for functions compiled to machine code to pay. */
const MANY = 800;

/** Bun reads files inside by their place in the executable. */
function carrierOfBun(names: readonly string[]): string {
  return `
const { closeSync, fstatSync, openSync, readFileSync, readSync } = require("node:fs");
const files = { ${names.join(", ")} };
globalThis.pywardCarried = {
  read: (name) => (Object.hasOwn(files, name) ? readFileSync(files[name].default ?? files[name]) : undefined),
  placeOf: (name) => (name === "${SNAPSHOT}" && process.platform === "linux" ? placeIn("/proc/self/exe") : undefined),
  expect: (dependencies) => {
    if (dependencies > ${MANY}) Bun.unsafe.setJITPolicy(1);
  },
};
function placeIn(path) {
  try {
    const descriptor = openSync(path);
    try {
      const end = Buffer.alloc(${SIGN_SIZE});
      readSync(descriptor, end, 0, end.length, fstatSync(descriptor).size - end.length);
      if (end.toString("latin1", 8) !== "${SIGN}") return undefined;
      return { path, offset: end.readUInt32LE(0), size: end.readUInt32LE(4) };
    } finally {
      closeSync(descriptor);
    }
  } catch {
    return undefined;
  }
}
`;
}

const CARRIER_OF_NODE = `
const { getAssetKeys, getRawAsset } = require("node:sea");
const keys = new Set(getAssetKeys());
globalThis.pywardCarried = {
  read: (name) => (keys.has(name) ? new Uint8Array(getRawAsset(name)) : undefined),
};
`;
