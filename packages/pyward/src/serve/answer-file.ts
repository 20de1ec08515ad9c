import { bytesAnswer, errorAnswer, textAnswer, type ServedAnswer } from "./answer.ts";
import type { Route } from "./route.ts";
import type { Served } from "./served.ts";

type FileRoute = Extract<Route, { readonly kind: "ecosystems" | "zip" | "modified" | "record" }>;

/** The files of OSV's public bucket. */
export function answerFile(route: FileRoute, { bulk, shelf }: Served): ServedAnswer {
  switch (route.kind) {
    case "ecosystems":
      return textAnswer(
        bulk
          .ecosystems()
          .map((name) => `${name}\n`)
          .join(""),
        "text/plain; charset=utf-8",
      );
    case "record": {
      const record = bulk.record(route.ecosystem, route.id);
      return record === null ? noFile() : bytesAnswer(record.text(), "application/json");
    }
    case "modified": {
      const list = bulk.modified(route.ecosystem);
      return list === null ? noFile() : textAnswer(list, "text/csv; charset=utf-8");
    }
    case "zip":
      return zipAnswer(route.ecosystem, bulk, shelf.digest);
  }
}

function zipAnswer(ecosystem: string | null, bulk: Served["bulk"], digest: string): ServedAnswer {
  const zip = bulk.zip(ecosystem);
  if (zip === null) return noFile();
  return {
    status: 200,
    headers: {
      "content-type": "application/zip",
      "accept-ranges": "bytes",
      etag: `"${digest.slice(0, 32)}${ecosystem === null ? "-all" : `-${Buffer.from(ecosystem).toString("hex")}`}"`,
      "x-goog-hash": `crc32c=${zip.crc32c}, md5=${zip.md5}`,
    },
    parts: zip.parts,
  };
}

function noFile(): ServedAnswer {
  return errorAnswer(5, "There is no such file.");
}
