/** A request as it came, its body read whole. */
export interface ServedRequest {
  readonly method: string;
  /** Path and query, as written. */
  readonly target: string;
  /** By its name in small letters; null where there is none. */
  header(name: string): string | null;
  readonly body: Uint8Array;
}

/** What goes back. The same parts may be sent to many: nobody changes them. */
export interface ServedAnswer {
  readonly status: number;
  /** Names in small letters. */
  readonly headers: Readonly<Record<string, string>>;
  readonly parts: readonly Uint8Array[];
}

/** Codes of gRPC, which the OSV API has in its errors (google.rpc.Code), and the status that goes with each. */
const STATUS = {
  3: 400, // INVALID_ARGUMENT
  5: 404, // NOT_FOUND
  8: 429, // RESOURCE_EXHAUSTED
  12: 501, // UNIMPLEMENTED
  13: 500, // INTERNAL
  14: 503, // UNAVAILABLE
} as const;

export type ErrorNumber = keyof typeof STATUS;

export function jsonAnswer(value: unknown, status = 200): ServedAnswer {
  return bytesAnswer(Buffer.from(JSON.stringify(value), "utf8"), "application/json", status);
}

export function textAnswer(text: string, type: string): ServedAnswer {
  return bytesAnswer(Buffer.from(text, "utf8"), type);
}

export function bytesAnswer(bytes: Uint8Array, type: string, status = 200): ServedAnswer {
  return { status, headers: { "content-type": type }, parts: [bytes] };
}

/** The OSV API's error: `{"code": …, "message": …}`. `status` where HTTP has a more exact one. */
export function errorAnswer(
  code: ErrorNumber,
  message: string,
  status: number = STATUS[code],
  headers: ServedAnswer["headers"] = {},
): ServedAnswer {
  const answer = jsonAnswer({ code, message }, status);
  return { ...answer, headers: { ...answer.headers, ...headers } };
}

export function sizeOf({ parts }: ServedAnswer): number {
  return parts.reduce((sum, part) => sum + part.length, 0);
}
