import type { Origin } from "../../../model/index.ts";
import type { PackageName } from "../../../python/index.ts";
import { parseSbom } from "./parse-sbom.ts";
import { identify, type SbomRelease } from "./release.ts";

/** A release of a Python package that an SBOM lists, and where. */
export interface PythonComponent extends SbomRelease {
  readonly origin: Origin;
}

/** What of an SBOM is Python. */
export type SbomComponents =
  | {
      readonly kind: "components";
      /** In the order of the document, the one that it is about among them where it is a Python package. */
      readonly python: readonly PythonComponent[];
      /** Those that look like Python packages and do not say usably which. */
      readonly unusable: readonly {
        readonly name: PackageName | null;
        readonly reason: string;
        readonly origin: Origin;
      }[];
      /** How many are of other ecosystems, or of none. */
      readonly others: number;
    }
  /** A sentence about why it cannot be read, and where. */
  | { readonly kind: "unreadable"; readonly reason: string; readonly origin: Origin | null };

/**
 * The components of an SBOM from its bytes, whichever format it has: for those inside wheels and environments (PEP 770),
 * which say what is embedded in a distribution. `path` is where the bytes come from, for the places. Never throws.
 */
export async function readSbomComponents(path: string, bytes: Uint8Array): Promise<SbomComponents> {
  const text = decode(bytes);
  if (text === null)
    return { kind: "unreadable", reason: "it is not UTF-8, which an SBOM has to be", origin: null };
  const parsed = await parseSbom(path, text);
  if (parsed.kind === "gap")
    return { kind: "unreadable", reason: parsed.gap.reason, origin: parsed.gap.origin };
  const { sbom, originAt } = parsed;
  const all = sbom.components.map((component) => ({
    one: identify(component),
    origin: originAt(component.start),
  }));
  return {
    kind: "components",
    python: all.flatMap(({ one, origin }) =>
      one.kind === "python" ? one.releases.map((release) => ({ ...release, origin })) : [],
    ),
    unusable: all.flatMap(({ one, origin }) =>
      one.kind === "unusable" ? [{ name: one.name, reason: one.reason, origin }] : [],
    ),
    others: all.filter(({ one }) => one.kind === "other" || one.kind === "unidentified").length,
  };
}

function decode(bytes: Uint8Array): string | null {
  try {
    return new TextDecoder("utf-8", { fatal: true, ignoreBOM: true }).decode(bytes);
  } catch {
    return null;
  }
}
