import { formatVersion, normalizeName, parseVersion } from "../../packages/pyward/src/python/index.ts";

/** One line of a tool's answer: a package in a version, the ids by which the tool names the problem, the fixes that it shows. */
export interface Row {
  /** Normalised by PEP 503. */
  readonly name: string;
  /** Normalised by PEP 440: some tools rewrite `v3.7.3`, some do not. */
  readonly version: string;
  /** The record's own id first, then the aliases that the tool shows. */
  readonly ids: readonly string[];
  /** In the tool's order. Null: the tool shows no fixes in this output. */
  readonly fixes: readonly string[] | null;
}

/** The rows of one run, or why there are none. `note` says what was wrong with an output that could be read all the same. */
export type Answer =
  | { readonly kind: "answered"; readonly rows: readonly Row[]; readonly note: string | null }
  | { readonly kind: "lost"; readonly why: string };

type Parsed = { readonly [key: string]: unknown };
export type Normaliser = (output: string) => Answer;

export const readPipAudit: Normaliser = reading((root) =>
  objects(root["dependencies"]).flatMap((dependency) =>
    objects(dependency["vulns"]).map((vulnerability) =>
      row(dependency["name"], dependency["version"], {
        ids: [vulnerability["id"], ...texts(vulnerability["aliases"])],
        fixes: texts(vulnerability["fix_versions"]),
      }),
    ),
  ),
);

export const readUvAudit: Normaliser = reading((root) =>
  objects(root["vulnerabilities"]).map((vulnerability) => {
    const dependency = object(vulnerability["dependency"]);
    return row(dependency["name"], dependency["version"], {
      ids: [vulnerability["id"], ...texts(vulnerability["aliases"])],
      fixes: texts(vulnerability["fix_versions"]),
    });
  }),
);

export const readOsvScanner: Normaliser = reading((root) =>
  objects(root["results"])
    .flatMap((result) => objects(result["packages"]))
    .flatMap((entry) => {
      const found = object(entry["package"]);
      return objects(entry["vulnerabilities"]).map((vulnerability) =>
        row(found["name"], found["version"], {
          ids: [vulnerability["id"], ...texts(vulnerability["aliases"])],
          fixes: null,
        }),
      );
    }),
);

export const readPysentry: Normaliser = reading((root) =>
  objects(root["vulnerabilities"]).map((vulnerability) =>
    row(vulnerability["package_name"], vulnerability["installed_version"], {
      ids: [vulnerability["id"], ...texts(vulnerability["aliases"])],
      fixes: texts(vulnerability["fixed_versions"]),
    }),
  ),
);

/** pyward shows one fix, the one to take; every fixed version of the records stands apart, in `fixedIn`. */
export const readPyward: Normaliser = reading((root) =>
  objects(root["findings"]).map((finding) => {
    const fix = object(finding["fix"])["version"];
    return row(finding["package"], finding["version"], {
      ids: [
        ...objects(finding["records"]).map((record) => record["id"]),
        finding["id"],
        ...texts(finding["aliases"]),
      ],
      fixes: typeof fix === "string" ? [fix] : [],
    });
  }),
);

function reading(rows: (root: Parsed) => readonly Row[]): Normaliser {
  return (output) => {
    const { json, rest } = splitJson(output);
    let root: unknown;
    try {
      root = JSON.parse(json);
    } catch {
      return { kind: "lost", why: output.trim() === "" ? "no output" : "output that is not JSON" };
    }
    return {
      kind: "answered",
      rows: rows(object(root)),
      note: rest === "" ? null : "text after the JSON on stdout",
    };
  };
}

/** A peer's pretty-printed object ends with the first line that is only `}`; what follows it is not JSON. */
function splitJson(output: string): { json: string; rest: string } {
  if (!output.startsWith("{\n")) return { json: output, rest: "" };
  const end = output.indexOf("\n}\n");
  return end < 0
    ? { json: output, rest: "" }
    : { json: output.slice(0, end + 2), rest: output.slice(end + 3).trim() };
}

function row(
  name: unknown,
  version: unknown,
  shown: { readonly ids: readonly unknown[]; readonly fixes: readonly string[] | null },
): Row {
  return {
    name: normalizeName(String(name)),
    version: normalVersion(String(version)),
    ids: [...new Set(shown.ids.map(String))],
    fixes: shown.fixes,
  };
}

/** The text as it is where it is not PEP 440. */
export function normalVersion(text: string): string {
  const parsed = parseVersion(text);
  return parsed.ok ? formatVersion(parsed.value) : text;
}

function object(value: unknown): Parsed {
  return typeof value === "object" && value !== null ? (value as Parsed) : {};
}

function objects(value: unknown): readonly Parsed[] {
  return Array.isArray(value) ? value.map(object) : [];
}

function texts(value: unknown): readonly string[] {
  return Array.isArray(value) ? value.map(String) : [];
}
