import { createHash } from "node:crypto";
import { gzipSync } from "node:zlib";
import { sizeOf, type ServedAnswer, type ServedRequest } from "./answer.ts";
import { cutRange, readRange } from "./byte-range.ts";

/** Smaller than this is not worth the work. */
const MIN_GZIP = 1024;
/** Above it, speed counts for more than the last tenth of the size. */
const LARGE = 1024 * 1024;
const GZIPPED = new Set(["application/json", "text/csv; charset=utf-8", "text/plain; charset=utf-8"]);

/**
 * What HTTP makes of a right answer: 304 for what the client has (RFC 9110, section 13), a piece of a file (section 14), gzip where
 * it is asked for, and no body for HEAD. An answer to POST is none that could be kept.
 */
export function finishAnswer(answer: ServedAnswer, request: ServedRequest): ServedAnswer {
  const isFile = request.method !== "POST" && answer.status === 200;
  const tagged = isFile && answer.headers["cache-control"] === undefined ? withTag(answer) : answer;
  if (isFile && isKnown(tagged, request)) return withoutBody(tagged, 304);
  const ranged = isFile ? inRange(tagged, request) : tagged;
  const packed = ranged.status === 200 || ranged.status === 404 ? gzipped(ranged, request) : ranged;
  const sized = { ...packed, headers: { ...packed.headers, "content-length": String(sizeOf(packed)) } };
  return request.method === "HEAD" ? { ...sized, parts: [] } : sized;
}

function withTag(answer: ServedAnswer): ServedAnswer {
  if (answer.headers["etag"] !== undefined) return answer;
  const hash = createHash("sha256");
  for (const part of answer.parts) hash.update(part);
  const etag = `"${hash.digest("base64url").slice(0, 27)}"`;
  return { ...answer, headers: { ...answer.headers, etag } };
}

/** `If-None-Match` compares weakly: the gzipped form has the same tag with `-gzip`. */
function isKnown({ headers }: ServedAnswer, request: ServedRequest): boolean {
  const wanted = request.header("if-none-match");
  const own = plainTag(headers["etag"] ?? "");
  if (wanted === null || own === "") return false;
  return wanted.trim() === "*" || wanted.split(",").some((tag) => plainTag(tag) === own);
}

function plainTag(tag: string): string {
  return tag
    .trim()
    .replace(/^W\//, "")
    .replace(/-gzip"$/, '"');
}

function withoutBody(answer: ServedAnswer, status: number): ServedAnswer {
  const { "content-type": _, ...headers } = answer.headers;
  return { status, headers, parts: [] };
}

/** Only files that say so can be had in pieces. `If-Range` with another tag means the whole of it. */
function inRange(answer: ServedAnswer, request: ServedRequest): ServedAnswer {
  if (answer.headers["accept-ranges"] !== "bytes") return answer;
  const wanted = request.header("range");
  const condition = request.header("if-range");
  if (wanted === null || (condition !== null && condition.trim() !== answer.headers["etag"])) return answer;
  const total = sizeOf(answer);
  const range = readRange(wanted, total);
  if (range === "whole") return answer;
  if (range === "outside")
    return { status: 416, headers: { "content-range": `bytes */${total}` }, parts: [] };
  const { start, end } = range;
  return {
    status: 206,
    headers: { ...answer.headers, "content-range": `bytes ${start}-${end - 1}/${total}` },
    parts: cutRange(answer.parts, range),
  };
}

function gzipped(answer: ServedAnswer, request: ServedRequest): ServedAnswer {
  const type = answer.headers["content-type"] ?? "";
  if (!GZIPPED.has(type)) return answer;
  const varied = { ...answer, headers: { ...answer.headers, vary: "accept-encoding" } };
  const size = sizeOf(answer);
  if (size < MIN_GZIP || !takesGzip(request.header("accept-encoding") ?? "")) return varied;
  const bytes = gzipSync(Buffer.concat(answer.parts), { level: size > LARGE ? 1 : 6 });
  const etag = answer.headers["etag"];
  const headers = {
    ...varied.headers,
    "content-encoding": "gzip",
    ...(etag === undefined ? {} : { etag: etag.replace(/"$/, '-gzip"') }),
  };
  return { ...varied, headers, parts: [bytes] };
}

/** RFC 9110, section 12.5.3; `q=0` refuses. */
function takesGzip(accepted: string): boolean {
  return accepted
    .slice(0, 1000)
    .split(",")
    .map((one) =>
      one
        .trim()
        .toLowerCase()
        .split(/\s*;\s*/),
    )
    .some(
      ([coding, ...rest]) =>
        (coding === "gzip" || coding === "x-gzip" || coding === "*") &&
        !rest.some((parameter) => /^q=0(?:\.0*)?$/.test(parameter)),
    );
}
