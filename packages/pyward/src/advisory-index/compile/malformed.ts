import { isObject, type MalformedAdvisory, type RawRecord } from "../../model/index.ts";
import type { PackageName } from "../../python/index.ts";
import { normalizeName } from "../../python/index.ts";
import type { RecordResult } from "./record.ts";
import { isPyPI } from "./record.ts";

const MAX_PACKAGES = 100;
const MAX_LABEL = 200;

/** Names a record that cannot be read, and the packages that it is about as far as that can be told. */
export function describeMalformed(raw: RawRecord, result: RecordResult | null): MalformedAdvisory {
  const file = raw.file.slice(-MAX_LABEL);
  if (raw.kind === "unreadable") {
    const id = /"id"\s{0,9}:\s{0,9}"([^"\\]{1,200})"/.exec(raw.text.slice(0, 10_000))?.[1];
    return { id: id ?? file, packages: distinct(namesInText(raw.text)), reason: raw.reason };
  }
  const problem = result?.kind === "malformed" ? result : { id: null, reason: "the record cannot be read" };
  return { id: problem.id ?? file, packages: distinct(namesInValue(raw.value)), reason: problem.reason };
}

function namesInValue(record: unknown): readonly string[] {
  const affected = isObject(record) ? record["affected"] : null;
  const entries: readonly unknown[] = Array.isArray(affected) ? affected : [affected];
  return entries.slice(0, MAX_PACKAGES).flatMap((entry) => (isObject(entry) ? nameOf(entry["package"]) : []));
}

/** Every complete `"package": {…}` in text that as a whole does not parse, such as a body that was cut off. */
function namesInText(text: string): readonly string[] {
  const found: string[] = [];
  for (const match of text.matchAll(/"package"\s{0,9}:\s{0,9}(\{[^{}]{0,1000}\})/g)) {
    if (found.length >= MAX_PACKAGES) break;
    try {
      found.push(...nameOf(JSON.parse(match[1] ?? "")));
    } catch {
      continue; // not JSON either: it names nothing that can be told
    }
  }
  return found;
}

function nameOf(named: unknown): readonly string[] {
  if (!isObject(named)) return [];
  const { ecosystem, name } = named;
  const isOther = typeof ecosystem === "string" && !isPyPI(ecosystem);
  return typeof name === "string" && name.trim() !== "" && name.length <= MAX_LABEL && !isOther
    ? [name.trim()]
    : [];
}

function distinct(names: readonly string[]): readonly PackageName[] {
  return [...new Set(names.map(normalizeName))].toSorted();
}
