import { baseName, folderOf, joinPath } from "../../../model/index.ts";
import { recordedFiles } from "../installed/record.ts";
import { readDistribution } from "../installed/distribution.ts";
import type { Findings } from "./findings.ts";
import { isPresent, modulesIn } from "./modules.ts";
import type { Owner } from "./owner.ts";
import type { VendorFolder } from "./vendored-files.ts";

/** More than any release vendors. */
const MAX_DISTRIBUTIONS = 1000;

/** The copies that came with their metadata folder, where the code is there, too. */
export async function addDistributions(
  owner: Owner,
  folder: VendorFolder,
  findings: Findings,
): Promise<void> {
  const files = new Set(folder.files);
  for (const info of folder.infos.slice(0, MAX_DISTRIBUTIONS)) {
    const path = joinPath(folder.path, info);
    const { distribution, gap, notes } = await readDistribution(owner.tree, path, baseName(info));
    if (gap !== null) findings.gaps.push(gap);
    findings.notes.push(...notes);
    if (distribution === null) continue;
    const { name, version, origin } = distribution;
    const base = folderOf(info);
    const beside = folder.files.filter((file) => file.startsWith(base === "" ? "" : `${base}/`));
    const modules = modulesIn(beside.map((file) => (base === "" ? file : file.slice(base.length + 1))));
    const isThere = isPresent(name, modules) || (await hasRecorded(owner, { path, base, info }, files));
    if (isThere) findings.add({ name, version, origin });
    else findings.addAbsent([{ name, version, origin }], origin.path);
  }
  if (folder.infos.length > MAX_DISTRIBUTIONS) {
    const reason = `more than ${MAX_DISTRIBUTIONS} copies in one folder: the rest was not read`;
    findings.addGap("limit-exceeded", reason, { origin: null, name: owner.dependency.name });
  }
}

interface Vendored {
  readonly path: string;
  readonly base: string;
  readonly info: string;
}

/** Whether a file that its RECORD lists, besides the metadata, is in the vendor folder. */
async function hasRecorded(
  owner: Owner,
  { path, base, info }: Vendored,
  files: ReadonlySet<string>,
): Promise<boolean> {
  const read = await owner.tree.read(joinPath(path, "RECORD"));
  if (read.kind !== "file") return false;
  return recordedFiles(read.bytes).some((file) => {
    const inFolder = joinPath(base, file);
    return !inFolder.startsWith(`${info}/`) && /\.(?:py|so|pyd)$/.test(file) && files.has(inFolder);
  });
}
