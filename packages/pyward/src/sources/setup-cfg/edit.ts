import type { EditAnswer, Inventory } from "../../model/index.ts";
import { editManifest } from "../shared/edit/edit-manifest.ts";
import type { EditRequest } from "../shared/source.ts";

/** The specifiers in the lists of setuptools. */
export function editSetupCfg(request: EditRequest, inventory: Inventory): Promise<EditAnswer> {
  return editManifest(request, { inventory, languageAt: () => "pep440" });
}
