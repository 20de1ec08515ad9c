import type { AuditRequest } from "./audit-request.ts";
import { endOfLife } from "./python/end-of-life.ts";
import type { Reading, ReadProject } from "./read-projects.ts";

/** A folder of what is installed for one Python, as every system but Windows names it. */
const INSTALLED_FOR = /(?:^|\/)(?:python|pypy)(\d\.\d+)\/(?:site|dist)-packages(?:\/|$)/;

/**
 * What nobody fixes any more: Pythons of environments and images, told by the folders of what is installed for them, and declared targets. The
 * advisories are about packages; a flaw in such an interpreter itself stays, whatever is upgraded.
 */
export function notesOfPythons({ targets, now }: AuditRequest, { projects }: Reading): readonly string[] {
  const asked = targets.flatMap(({ python }) => (python === null ? [] : [{ python, where: "--python" }]));
  const installed = projects.flatMap((project) => pythonsOf(project));
  return [...asked, ...installed].flatMap(({ python, where }) => {
    const end = endOfLife(python, now);
    return end === null
      ? []
      : [`Python ${python} (${where}): its developers ended security fixes with ${end}`];
  });
}

function pythonsOf({ root, path, sources }: ReadProject) {
  const origins = sources.flatMap(({ inventory }) =>
    inventory.dependencies.flatMap((dependency) => dependency.origins),
  );
  const pythons = new Set(origins.flatMap((origin) => INSTALLED_FOR.exec(origin.path)?.[1] ?? []));
  return [...pythons].toSorted().map((python) => ({ python, where: root.display(path) }));
}
