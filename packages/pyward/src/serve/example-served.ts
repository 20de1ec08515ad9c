import { buildIndex } from "../advisory-index/build-index.ts";
import { openIndex } from "../advisory-index/index.ts";
import { memorySource } from "../advisory-index/memory-source.ts";
import type { RawRecord } from "../model/index.ts";
import type { ServedRequest } from "./answer.ts";
import type { ServerState } from "./answer-request.ts";
import { bulkFiles } from "./bulk-files.ts";
import { factsShelf } from "./facts-shelf.ts";
import { gatherRecords } from "./gather-records.ts";
import { emptyMetrics } from "./metrics.ts";
import type { Served } from "./served.ts";

export const NOW = new Date("2026-07-24T00:00:00Z");

/** The records of a test as a database, with the records themselves or with its facts only. */
export async function serve(
  records: readonly object[],
  holds: "records" | "facts" = "records",
): Promise<Served> {
  const gatherer = gatherRecords();
  const raws = records.map((value, at): RawRecord => ({ kind: "record", file: `${at}.json`, value }));
  for (const raw of raws) gatherer.take(raw);
  const { bytes } = await buildIndex(raws, { now: NOW });
  const index = openIndex(memorySource(bytes));
  const shelf = holds === "records" ? gatherer.shelf() : factsShelf(index);
  return { index, shelf, origin: "file", bulk: bulkFiles(shelf) };
}

export function stateOf(served: Served | null): ServerState {
  return {
    toolVersion: "1.2.3",
    now: NOW,
    served,
    failure: null,
    maxAge: Number.POSITIVE_INFINITY,
    metrics: emptyMetrics(),
    memory: 1_000_000,
  };
}

export function get(target: string, headers: Readonly<Record<string, string>> = {}): ServedRequest {
  return { method: "GET", target, header: (name) => headers[name] ?? null, body: new Uint8Array() };
}

export function post(target: string, body: unknown): ServedRequest {
  const text = typeof body === "string" ? body : JSON.stringify(body);
  return { method: "POST", target, header: () => null, body: Buffer.from(text, "utf8") };
}

interface Shape {
  readonly id: string;
  readonly package?: string;
  readonly events?: readonly object[];
  readonly aliases?: readonly string[];
  readonly withdrawn?: string;
  readonly modified?: string;
  readonly versions?: readonly string[];
}

/** A record about one package; `introduced: 0` and nothing else unless said. */
export function record(shape: Shape): object {
  const { id, aliases, withdrawn, versions } = shape;
  return {
    schema_version: "1.7.3",
    id,
    modified: shape.modified ?? "2026-07-01T10:00:00.123456Z",
    published: "2026-06-01T00:00:00Z",
    ...(aliases === undefined ? {} : { aliases }),
    ...(withdrawn === undefined ? {} : { withdrawn }),
    summary: `About ${id}`,
    details: `What is wrong, “in words” of ${id}.`,
    affected: [
      {
        package: { ecosystem: "PyPI", name: shape.package ?? "Foo.Bar" },
        ranges: [{ type: "ECOSYSTEM", events: shape.events ?? [{ introduced: "0" }] }],
        ...(versions === undefined ? {} : { versions }),
      },
    ],
    references: [{ type: "WEB", url: "https://advisories.example/x" }],
  };
}
