import { readSbom } from "../shared/sbom/read-sbom.ts";
import type { Source } from "../shared/source.ts";
import { meta } from "./meta.ts";

/** What a CycloneDX document lists, whoever wrote it. */
export const cyclonedx: Source = { meta, read: readSbom, recognises };

/** ECMA-424: the JSON form says so in bomFormat, the XML form in its namespace. */
function recognises(text: string): boolean {
  return /"bomFormat"\s*:\s*"CycloneDX"|http:\/\/cyclonedx\.org\/schema\/bom\/1\.[0-9]/.test(text);
}
