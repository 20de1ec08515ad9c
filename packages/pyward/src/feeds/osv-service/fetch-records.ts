import { createHash } from "node:crypto";
import { HttpFailure } from "../../host/index.ts";
import { parseObject, type JsonObject } from "../../model/index.ts";
import { askWhole, inTurn } from "../shared/ask-whole.ts";
import { AT_ONCE, headersOf, type ServiceAccess } from "./access.ts";
import { statusText } from "./query-batch.ts";

export type FetchedRecord =
  | { readonly kind: "record"; readonly value: JsonObject }
  | { readonly kind: "failed"; readonly reason: string };

/** The largest real record is under 1 MB. */
const LIMIT = 16 * 1024 * 1024;
/** After so many failures the rest is not asked for: each would cost its own attempts and pauses. */
const MOST_FAILURES = 10;

/** Each record once, by its id; `listed` says when each was last changed, and one that is kept from then is not asked for. */
export async function fetchRecords(
  listed: ReadonlyMap<string, string>,
  access: ServiceAccess,
): Promise<ReadonlyMap<string, FetchedRecord>> {
  const fetched = new Map<string, FetchedRecord>();
  let failures = 0;
  await inTurn(listed, AT_ONCE, async ([id, modified]) => {
    const kept = readKept(access.kept.get(keyOf(id, modified, access)), id);
    let record: FetchedRecord;
    if (kept !== null) record = { kind: "record", value: kept };
    else if (failures >= MOST_FAILURES) record = { kind: "failed", reason: "it failed too often" };
    else record = await fetchRecord(id, modified, access);
    if (record.kind === "failed") failures++;
    fetched.set(id, record);
    access.onProgress("records", fetched.size, listed.size);
  });
  return fetched;
}

async function fetchRecord(id: string, modified: string, access: ServiceAccess): Promise<FetchedRecord> {
  const url = new URL(`v1/vulns/${encodeURIComponent(id)}`, access.url);
  try {
    const request = { method: "GET", url, headers: headersOf(access) } as const;
    const { status, text } = await askWhole(access.http, request, LIMIT);
    if (status === 404) return { kind: "failed", reason: `it lists ${id} and does not have it` };
    if (status !== 200) return { kind: "failed", reason: statusText(status, access) };
    const value = recordOf(text, id);
    if (value === null) return { kind: "failed", reason: `its record of ${id} cannot be read` };
    // One that was changed since it was listed is kept with the next listing.
    if (modified !== "" && value["modified"] === modified)
      access.kept.put(keyOf(id, modified, access), written(text));
    return { kind: "record", value };
  } catch (error) {
    if (!(error instanceof HttpFailure)) throw error;
    return { kind: "failed", reason: error.message };
  }
}

function keyOf(id: string, modified: string, { url }: ServiceAccess): string {
  return `${url.href} ${id} ${modified}`;
}

function recordOf(text: string, id: string): JsonObject | null {
  const value = parseObject(text);
  const own = value?.["id"];
  return typeof own === "string" && own.toUpperCase() === id.toUpperCase() ? value : null;
}

/** With its hash before it: half a file, or one that was changed, counts as none. */
function written(text: string): Uint8Array {
  return Buffer.from(`${createHash("sha256").update(text).digest("hex")}\n${text}`);
}

function readKept(bytes: Uint8Array | null, id: string): JsonObject | null {
  if (bytes === null) return null;
  const text = Buffer.from(bytes).toString("utf8");
  const body = text.slice(65);
  return createHash("sha256").update(body).digest("hex") === text.slice(0, 64) ? recordOf(body, id) : null;
}
