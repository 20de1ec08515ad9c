import { isValidName, normalizeName, type PackageName } from "./name.ts";

/** Whether a folder in the root of a wheel is the `.dist-info` folder of that project (recording installed projects; old tools did not escape its name). */
export function isInfoFolderOf(folder: string, project: PackageName): boolean {
  if (!folder.endsWith(".dist-info") || folder.length > 1000) return false;
  const stem = folder.slice(0, -".dist-info".length);
  const end = stem.lastIndexOf("-");
  const name = end === -1 ? stem : stem.slice(0, end);
  return isValidName(name) && normalizeName(name) === project;
}
