import type { Http, KeptBytes } from "../../host/index.ts";

/** The service, and what belongs to asking it. */
export interface ServiceAccess {
  /** Ends with a slash; `v1/querybatch` is below it. */
  readonly url: URL;
  /** For the origin of `url` only; null: none is configured. */
  readonly authorization: string | null;
  /** With a budget and pauses of its own (host/patient.ts). */
  readonly http: Http;
  readonly kept: KeptBytes;
  /** Queries in one request; the service takes 1000 at most (OSV, "POST /v1/querybatch"). */
  readonly batch: number;
  readonly onProgress: (what: "packages" | "records", done: number, total: number) => void;
}

export const MOST_IN_BATCH = 1000;
/** Requests at once. */
export const AT_ONCE = 6;

export function headersOf({ authorization }: ServiceAccess): Readonly<Record<string, string>> {
  const headers = { "user-agent": "pyward", accept: "application/json" };
  return authorization === null ? headers : { ...headers, authorization };
}
