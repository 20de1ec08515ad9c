import { isValidName, normalizeName } from "../../python/index.ts";
import type { PackageName } from "../../python/index.ts";
import { trimPythonSpace } from "../../syntax/requirement-lines/index.ts";

/** What the comments of pip-compile and uv say about why a requirement is in the file. */
export interface Via {
  /** Packages that need it. */
  readonly parents: readonly PackageName[];
  /** Whether a file (`-r requirements.in`) or the project itself (`webshop (pyproject.toml)`) asks for it. */
  readonly isDirect: boolean;
}

interface Collecting {
  readonly parents: PackageName[];
  isDirect: boolean;
  isList: boolean;
}

/**
 * Reads `# via flask, -r requirements.in` behind or below a requirement, and the list form: a bare `# via`, then one
 * indented comment for each reason. Constraints (`-c`) and overrides are no reasons.
 */
export class ViaReader {
  #current: Collecting | null = null;

  /** Begins a requirement; what the following comments say fills the result. */
  begin(): Via {
    this.#current = { parents: [], isDirect: false, isList: false };
    return this.#current;
  }

  /** Something stands between the requirement and further comments. */
  end(): void {
    this.#current = null;
  }

  /** `comment` is the text behind the `#`. */
  add(comment: string): void {
    const current = this.#current;
    if (current === null) return;
    const text = trimPythonSpace(comment);
    if (current.isList && comment.startsWith("  ")) addReason(current, text);
    else if (text === "via") current.isList = true;
    else if (text.startsWith("via "))
      for (const reason of text.slice(4).split(",")) addReason(current, reason.trim());
    else this.end();
  }
}

function addReason(via: Collecting, reason: string): void {
  if (reason.startsWith("-r ") || reason.startsWith("--requirement ") || reason.endsWith(")")) {
    via.isDirect = true;
    return;
  }
  const bracket = reason.indexOf("[");
  const name = bracket === -1 ? reason : reason.slice(0, bracket);
  if (isValidName(name)) via.parents.push(normalizeName(name));
}
