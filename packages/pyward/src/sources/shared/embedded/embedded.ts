import { fileOrigin, joinPath, type Inventory, type Origin } from "../../../model/index.ts";
import { harmless } from "../harmless.ts";
import { Findings } from "./findings.ts";
import { isPresent, modulesAnywhere, modulesIn } from "./modules.ts";
import type { Owner } from "./owner.ts";
import { parseSbomComponents, parseVendorList, type Stated, type StatedPackages } from "./stated.ts";
import { addDistributions } from "./vendored-distribution.ts";
import { statementsIn, type VendorFolder } from "./vendored-files.ts";
import { addWheels } from "./nested-wheel.ts";

const LIST_LIMIT = 1024 * 1024;
/** virtualenv's, with every file of the wheels in it, has 1.7 MB. */
const SBOM_LIMIT = 32 * 1024 * 1024;

/**
 * The releases that a release carries in its own files: vendored copies with their metadata or a list, what its SBOMs
 * (PEP 770) name, and wheels. Only what is there counts: lists and SBOMs name what was left out, too. Empty for most.
 */
export async function embeddedIn(owner: Owner): Promise<Inventory> {
  const { folders, sboms, wheels, testWheels } = statementsIn(owner.files, owner.info);
  const findings = new Findings(owner.dependency);
  await addWheels(owner, wheels, { findings, look: embeddedIn });
  for (const folder of folders) await addFolder(owner, folder, findings);
  if (sboms.length > 0) {
    const modules = modulesAnywhere(owner.files.filter((file) => !file.startsWith(`${owner.info}/`)));
    for (const sbom of sboms) await addSbom(owner, { path: sbom, modules }, findings);
  }
  if (testWheels > 0) {
    const many = testWheels === 1 ? "a wheel" : `${testWheels} wheels`;
    findings.notes.push(`${owner.dependency.name}: ${many} among its test data, not audited`);
  }
  return findings.inventory();
}

async function addFolder(owner: Owner, folder: VendorFolder, findings: Findings): Promise<void> {
  await addDistributions(owner, folder, findings);
  if (folder.lists.length + folder.sboms.length === 0) return;
  for (const path of folder.lists) {
    const modules = modulesBeside(folder, path);
    await addList(owner, { path: joinPath(folder.path, path), modules }, findings);
  }
  for (const path of folder.sboms) {
    const modules = modulesBeside(folder, path);
    await addSbom(owner, { path: joinPath(folder.path, path), modules }, findings);
  }
}

/** A list speaks of its own folder and of what is below. */
function modulesBeside(folder: VendorFolder, path: string): ReadonlySet<string> {
  const base = path.slice(0, path.lastIndexOf("/") + 1);
  return modulesIn(
    folder.files.filter((file) => file.startsWith(base)).map((file) => file.slice(base.length)),
  );
}

/** A file that names packages, and the modules that are there. */
interface Statement {
  readonly path: string;
  readonly modules: ReadonlySet<string>;
}

async function addList(owner: Owner, statement: Statement, findings: Findings): Promise<void> {
  const text = await textOf(owner, statement.path, LIST_LIMIT, findings);
  if (text === null) return;
  const stated = parseVendorList(text, statement.path);
  addPresent(stated, statement, findings);
  for (const origin of stated.unread.slice(0, 100)) addUnread(origin, findings);
}

function addUnread(origin: Origin, findings: Findings): void {
  findings.addGap("unparsable-line", "this line of a vendor list is no requirement", { origin });
}

async function addSbom(owner: Owner, statement: Statement, findings: Findings): Promise<void> {
  const { path } = statement;
  const text = await textOf(owner, path, SBOM_LIMIT, findings);
  if (text === null || path.endsWith("/")) return;
  const stated = parseSbomComponents(text, path);
  if (stated === null) {
    const reason = "it is no SBOM in JSON that pyward knows (CycloneDX, SPDX), so what it names was not read";
    findings.addGap("unsupported-format", reason, { origin: fileOrigin(path), name: owner.dependency.name });
    return;
  }
  const { name } = owner.dependency;
  // Without a version it is what the release needs from elsewhere (virtualenv's SBOM has both).
  const inside = stated.packages.filter((one) => one.name !== name && one.version !== null);
  addPresent({ ...stated, packages: inside }, statement, findings);
  if (stated.others.length === 0) return;
  const kinds = stated.others.map(([type, count]) => `${count} ${harmless(type)}`).join(", ");
  findings.notes.push(
    `${name}: its SBOM names components that are no Python packages (${kinds}), not audited`,
  );
}

function addPresent({ packages }: StatedPackages, { path, modules }: Statement, findings: Findings): void {
  const absent: Stated[] = [];
  for (const one of packages) {
    if (findings.has(one) || isPresent(one.name, modules)) findings.add(one);
    else if (!findings.hasInner(one)) absent.push(one);
  }
  findings.addAbsent(absent, path);
}

async function textOf(owner: Owner, path: string, limit: number, findings: Findings): Promise<string | null> {
  const read = await owner.tree.read(path, limit);
  if (read.kind === "file") return new TextDecoder().decode(read.bytes);
  const why = read.kind === "unreadable" ? harmless(read.reason) : read.kind;
  const code = read.kind === "too-large" ? "limit-exceeded" : "unreadable";
  const reason = `what it says of the copies inside cannot be read (${why})`;
  findings.addGap(code, reason, { origin: fileOrigin(path), name: owner.dependency.name });
  return null;
}
