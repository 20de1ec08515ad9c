import type { EditAnswer, Inventory } from "../../model/index.ts";
import { editManifest } from "../shared/edit/edit-manifest.ts";
import type { EditRequest } from "../shared/source.ts";

/** The version of a package, be it all that its entry says or one field of it. */
export function editPipfile(request: EditRequest, inventory: Inventory): Promise<EditAnswer> {
  return editManifest(request, { inventory, languageAt: () => "pipenv" });
}
