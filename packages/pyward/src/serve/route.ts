import type { ServedRequest } from "./answer.ts";

/** What a path asks for. `id` and `ecosystem` are decoded and not checked. */
export type Route =
  | { readonly kind: "query" | "querybatch" | "health" | "metrics" | "front" }
  | { readonly kind: "ecosystems" }
  | { readonly kind: "vuln"; readonly id: string }
  | { readonly kind: "zip" | "modified"; readonly ecosystem: string | null }
  | { readonly kind: "record"; readonly ecosystem: string; readonly id: string }
  /** A request of the OSV API that a copy of its data cannot answer. */
  | { readonly kind: "not-offered" }
  | { readonly kind: "unknown" };

/** Also before the files of the bucket: whose address has the bucket in its path. */
const BUCKET = "osv-vulnerabilities";
const MAX_TARGET = 2048;

export function routeOf({ target }: Pick<ServedRequest, "target">): Route {
  const segments = target.length > MAX_TARGET ? null : segmentsOf(target);
  if (segments === null) return { kind: "unknown" };
  const [first, second, third] = segments;
  if (first === "v1") return apiRoute(second, third, segments.length);
  if (segments.length === 1 && first === "") return { kind: "front" };
  if (segments.length === 1 && (first === "health" || first === "metrics")) return { kind: first };
  return fileRoute(first === BUCKET ? segments.slice(1) : segments);
}

function apiRoute(name: string | undefined, id: string | undefined, depth: number): Route {
  if (name === "vulns" && depth === 3 && id !== undefined && id !== "") return { kind: "vuln", id };
  if (depth === 2 && (name === "query" || name === "querybatch")) return { kind: name };
  const isOffered = name !== "determineversion" && name !== "importfindings";
  return { kind: isOffered ? "unknown" : "not-offered" };
}

function fileRoute(segments: readonly string[]): Route {
  const [first = "", second = ""] = segments;
  if (segments.length === 1) {
    if (first === "ecosystems.txt") return { kind: "ecosystems" };
    if (first === "all.zip") return { kind: "zip", ecosystem: null };
    if (first === "modified_id.csv") return { kind: "modified", ecosystem: null };
    return { kind: "unknown" };
  }
  if (segments.length !== 2) return { kind: "unknown" };
  if (second === "all.zip") return { kind: "zip", ecosystem: first };
  if (second === "modified_id.csv") return { kind: "modified", ecosystem: first };
  const id = /^(.+)\.json$/.exec(second)?.[1];
  return id === undefined ? { kind: "unknown" } : { kind: "record", ecosystem: first, id };
}

/** Of the path, decoded one by one; null: no path, or one with a broken escape. */
function segmentsOf(target: string): readonly string[] | null {
  // A proxy's form of a request has the whole address (RFC 9112, section 3.2.2).
  const path = target.replace(/^https?:\/\/[^/?#]*/i, "").split(/[?#]/, 1)[0] ?? "";
  if (!path.startsWith("/")) return null;
  try {
    return path
      .slice(1)
      .replace(/(?<=.)\/$/, "")
      .split("/")
      .map(decodeURIComponent);
  } catch {
    return null;
  }
}
