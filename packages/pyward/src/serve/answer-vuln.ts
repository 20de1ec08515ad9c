import { bytesAnswer, errorAnswer, type ServedAnswer } from "./answer.ts";
import type { Served } from "./served.ts";

/** OSV's own limit. */
const MAX_ID = 100;

/**
 * `GET /v1/vulns/{id}`. Like the OSV API it takes the exact id of a record, a withdrawn one too, and for an alias or an id in other
 * letters it answers 404 with the ids that there are.
 */
export function answerVuln(id: string, served: Served): ServedAnswer {
  if (id.length > MAX_ID) return errorAnswer(3, "ID too long");
  const record = served.shelf.byId(id);
  if (record !== null) return bytesAnswer(record.text(), "application/json");
  const others = relatedIds(id, served);
  return errorAnswer(
    5,
    others.length === 0
      ? "Vulnerability not found."
      : `Vulnerability not found, but the following aliases were: ${others.join(" ")}`,
  );
}

/** Of the records that have it as their id in other letters or as an alias. */
function relatedIds(id: string, { index, shelf }: Served): readonly string[] {
  const sought = id.toLowerCase();
  const found = index
    .packagesOf(id)
    .flatMap((name) => index.lookup(name)?.advisories ?? [])
    .filter((advisory) => [advisory.id, ...advisory.aliases].some((own) => own.toLowerCase() === sought))
    .map((advisory) => advisory.id)
    .filter((own) => shelf.byId(own) !== null);
  return [...new Set(found)].toSorted();
}
