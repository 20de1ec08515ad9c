import type { Plugin } from "esbuild";

/**
 * Bun's `node:zlib` loads its streams, which takes as long as all the rest of the start, and an audit with the advisories inside needs
 * nothing of it but the checksum.
 */
export const BUNS_ZLIB: Plugin = inPlaceOf(
  /^node:zlib$/,
  `
const own = { crc32: (data, value) => Bun.hash.crc32(data, value) };
const load = process.getBuiltinModule;
module.exports = new Proxy(own, { get: (_, key) => own[key] ?? load("node:zlib")[key] });
`,
);

/** The library is JavaScript, so that no engine has to load its crypto. Bun's hash needs no loading, and a fingerprint takes a fiftieth of the time. */
export const BUNS_HASH: Plugin = inPlaceOf(
  /^@noble\/hashes\/sha2\.js$/,
  "export const sha256 = (bytes) => Bun.SHA256.hash(bytes);",
);

/** What stands for a module wherever it is imported. */
function inPlaceOf(filter: RegExp, contents: string): Plugin {
  return {
    name: `in place of ${filter}`,
    setup({ onResolve, onLoad }) {
      onResolve({ filter }, ({ path }) => ({ path, namespace: "buns-own" }));
      onLoad({ filter, namespace: "buns-own" }, () => ({ contents, loader: "js" }));
    },
  };
}
