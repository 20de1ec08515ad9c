import { readSbom } from "../shared/sbom/read-sbom.ts";
import type { Source } from "../shared/source.ts";
import { meta } from "./meta.ts";

/** What an SPDX document lists, whoever wrote it. */
export const spdx: Source = { meta, read: readSbom, recognises };

/** The version as the forms of SPDX 2 have it (JSON, YAML, tag-value), and the context of SPDX 3. */
function recognises(text: string): boolean {
  return /"spdxVersion"\s*:\s*"SPDX-|^spdxVersion[ \t]*:|^[ \t]*SPDXVersion[ \t]*:|\bspdx\.org\/rdf\/3\./m.test(
    text,
  );
}
