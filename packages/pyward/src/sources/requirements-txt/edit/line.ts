import type { VersionChange } from "../../../model/index.ts";
import type { PackageName } from "../../../python/index.ts";
import type { Site } from "../../shared/edit/site.ts";
import type { Placed } from "../constrain.ts";
import type { EditedText } from "./edited-text.ts";

/** A line that names a package, with what it says besides its version. */
export interface Line extends Site {
  readonly name: PackageName;
  /** How many it has. */
  readonly hashes: number;
  /** A compiler says why it is there. */
  readonly isExplained: boolean;
  /** And that no file asks for it itself. */
  readonly isTransitive: boolean;
}

/** The requirements file with what it includes. */
export interface EditedFiles {
  /** The target first. */
  readonly texts: ReadonlyMap<string, EditedText>;
  readonly target: EditedText | null;
  readonly lines: readonly Line[];
  readonly changes: readonly VersionChange[];
}

export function linesOf(
  { asked, via, origins }: Placed,
  isLimit: boolean,
  texts: ReadonlyMap<string, EditedText>,
): readonly Line[] {
  const { name, pin, version, marker } = asked;
  const isExplained = via !== null && (via.isDirect || via.parents.length > 0);
  return origins.map(({ path, span }) => {
    const text = texts.get(path)?.text ?? null;
    const isThere = text !== null && span !== null;
    return {
      name,
      path,
      span: isThere ? span : null,
      written: isThere ? text.slice(span.start, span.end) : "",
      decoding: "as-pip",
      language: "pep440",
      pin,
      version,
      marker,
      scopes: null,
      isLimit,
      hashes: asked.hashes.length,
      isExplained,
      isTransitive: isExplained && via?.isDirect === false,
    };
  });
}
