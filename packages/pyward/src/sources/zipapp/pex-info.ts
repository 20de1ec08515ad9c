import type { FileTree } from "../../host/index.ts";
import { fileOrigin, isObject, makeGap, parseObject, type Gap } from "../../model/index.ts";
import { parseRequirement, type PackageName } from "../../python/index.ts";

/** What PEX-INFO says of a pex; of another application, nothing. */
export interface PexInfo {
  /** The names that were asked for when it was built. */
  readonly requested: ReadonlySet<PackageName>;
  /** The version of the pex whose code starts it; null where it is not said. */
  readonly version: string | null;
  readonly gaps: readonly Gap[];
}

const LIMIT = 4 * 1024 * 1024;
const NO_PEX: PexInfo = { requested: new Set(), version: null, gaps: [] };

export async function readPexInfo(tree: FileTree): Promise<PexInfo> {
  const read = await tree.read("PEX-INFO", LIMIT);
  if (read.kind === "missing") return NO_PEX;
  const info = read.kind === "file" ? parseObject(new TextDecoder().decode(read.bytes)) : null;
  if (info === null) {
    const reason = "its PEX-INFO cannot be read: what was asked for when it was built is not known";
    return {
      ...NO_PEX,
      gaps: [makeGap({ code: "unparsable-file", reason, origin: fileOrigin("PEX-INFO") })],
    };
  }
  const requirements = Array.isArray(info["requirements"]) ? info["requirements"].slice(0, 10_000) : [];
  const requested = requirements.flatMap((text: unknown) => {
    const parsed = typeof text === "string" ? parseRequirement(text) : null;
    return parsed?.ok === true ? [parsed.value.name] : [];
  });
  const properties = info["build_properties"];
  const version = isObject(properties) ? properties["pex_version"] : null;
  const isVersion = typeof version === "string" && /^[0-9][0-9a-z.]{0,40}$/.test(version);
  return { requested: new Set(requested), version: isVersion ? version : null, gaps: [] };
}
