/** Folders in which a package keeps copies of others, and the names that lists of them have. */
const VENDOR_FOLDERS = new Set([
  "_vendor",
  "_vendored",
  "vendor",
  "vendored",
  "_vendors",
  "vendors",
  "patched",
]);
const LIST = /^(?:_?vendor(?:ed)?|patched|requirements|(?:_?vendor(?:ed)?)[-_.]requirements)\.txt$/i;
const SBOM = /^(?:.*\.(?:cdx|cyclonedx|spdx)\.json|(?:s?bom)\.json)$/i;
/** Test data of packaging tools: never installed by anything. */
const TEST_FOLDERS = /(?:^|\/)(?:tests?|testing|test_?data|testcases|fixtures)\//i;

/** A folder of vendored copies. */
export interface VendorFolder {
  readonly path: string;
  /** Below it, relative to it. */
  readonly files: readonly string[];
  /** Metadata folders of distributions in it, relative to it, with `/METADATA` or `/PKG-INFO` in them. */
  readonly infos: readonly string[];
  readonly lists: readonly string[];
  readonly sboms: readonly string[];
}

/** What of the files of a release tells of others inside of it. */
export interface Statements {
  readonly folders: readonly VendorFolder[];
  /** PEP 770: files of the release's own `.dist-info/sboms`. */
  readonly sboms: readonly string[];
  readonly wheels: readonly string[];
  /** Wheels among test data, which are left alone. */
  readonly testWheels: number;
}

/** Finds them by name among `files`: paths of the tree, sorted. `info` is the release's own metadata folder. */
export function statementsIn(files: readonly string[], info: string | null): Statements {
  const folders = new Map<string, string[]>();
  const sboms: string[] = [];
  const wheels: string[] = [];
  let testWheels = 0;
  for (const file of files) {
    if (info !== null && file.startsWith(`${info}/`)) {
      if (file.startsWith(`${info}/sboms/`)) sboms.push(file);
      continue;
    }
    if (file.endsWith(".whl")) {
      if (TEST_FOLDERS.test(file)) testWheels++;
      else wheels.push(file);
    }
    const folder = innermostVendor(file);
    if (folder === null) continue;
    const known = folders.get(folder);
    if (known === undefined) folders.set(folder, [file.slice(folder.length + 1)]);
    else known.push(file.slice(folder.length + 1));
  }
  return { folders: [...folders].map(describe).filter(saysAnything), sboms, wheels, testWheels };
}

/** Whether a file lies in a vendor folder: it belongs to what vendors it. */
export function isVendored(file: string): boolean {
  return innermostVendor(file) !== null;
}

/** A vendored package may vendor in its turn: what lies in the inner folder is said by the inner one. */
function innermostVendor(file: string): string | null {
  const parts = file.split("/");
  for (let at = parts.length - 2; at >= 0; at--) {
    if (/\.(?:dist|egg)-info$/.test(parts[at] ?? "")) continue;
    if (VENDOR_FOLDERS.has((parts[at] ?? "").toLowerCase())) return parts.slice(0, at + 1).join("/");
  }
  return null;
}

function describe([path, files]: readonly [string, readonly string[]]): VendorFolder {
  const infos = new Set<string>();
  const lists: string[] = [];
  const sboms: string[] = [];
  for (const file of files) {
    const info = /^((?:.*\/)?[^/]+\.(?:dist|egg)-info)\/(?:METADATA|PKG-INFO)$/.exec(file)?.[1];
    if (info !== undefined) infos.add(info);
    if (LIST.test(file)) lists.push(file);
    if (SBOM.test(file)) sboms.push(file);
  }
  return { path, files, infos: [...infos], lists, sboms };
}

function saysAnything({ infos, lists, sboms }: VendorFolder): boolean {
  return infos.length > 0 || lists.length > 0 || sboms.length > 0;
}
