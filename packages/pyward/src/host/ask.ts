import { HttpFailure, type Http, type HttpRequest, type HttpResponse } from "./http.ts";

/** What is asked for, with what belongs to the server that is named in it and to no other. */
export interface Question {
  readonly url: URL;
  readonly headers: Readonly<Record<string, string>>;
  /** For this origin only: a redirection elsewhere goes without it. */
  readonly authorization: string | null;
  readonly socket?: string;
  /** Which addresses, also those of redirections, may lie in a private network or on this machine; absent: all. */
  readonly mayBePrivate?: (url: URL) => boolean;
}

export interface Answer extends HttpResponse {
  /** It comes from another origin than the one that was asked. */
  readonly isElsewhere: boolean;
  /** The address that answered. */
  readonly url: URL;
}

const MOST_REDIRECTIONS = 5;
const REDIRECTIONS: ReadonlySet<number> = new Set([301, 302, 303, 307, 308]);

/** Asks, goes where it is sent, and asks again where that may help; all of it bounded. Throws HttpFailure. */
export async function ask(http: Http, question: Question): Promise<Answer> {
  let { url, authorization } = question;
  for (let redirections = 0; ; redirections++) {
    const { socket, mayBePrivate } = question;
    const headers = { "user-agent": "pyward", ...question.headers };
    const answer = await askAgain(http, {
      method: "GET",
      url,
      headers: authorization === null ? headers : { ...headers, authorization },
      ...(socket === undefined ? {} : { socket }),
      ...(mayBePrivate === undefined || mayBePrivate(url) ? {} : { isPublicOnly: true }),
    });
    const location = REDIRECTIONS.has(answer.status) ? answer.header("location") : null;
    if (location === null) return { ...answer, url, isElsewhere: url.origin !== question.url.origin };
    answer.discard();
    if (redirections === MOST_REDIRECTIONS || socket !== undefined)
      throw new HttpFailure("it redirects too often", false);
    const next = targetOf(location, url);
    if (next.origin !== url.origin) authorization = null;
    url = next;
  }
}

/** Where a redirection leads; never from TLS to a server without it. */
function targetOf(location: string, from: URL): URL {
  const next = URL.canParse(location, from.href) ? new URL(location, from.href) : null;
  if (next === null || !/^https?:$/.test(next.protocol))
    throw new HttpFailure("it redirects to what is no address", false);
  if (from.protocol === "https:" && next.protocol === "http:")
    throw new HttpFailure("it redirects to a server without TLS", false);
  next.username = "";
  next.password = "";
  next.hash = "";
  return next;
}

const MOST_ATTEMPTS = 4;
const FIRST_PAUSE = 500;
/** The longest that a server may ask to wait for, in seconds. */
const LONGEST_PAUSE = 30;
/** Too many requests, and what gateways say in passing (RFC 6585, RFC 9110). */
const PASSING: ReadonlySet<number> = new Set([429, 502, 503, 504]);

/** One request, and some more where the failure may pass: with growing pauses, or those that the server asks for. */
export async function askAgain(http: Http, request: HttpRequest): Promise<HttpResponse> {
  for (let attempt = 1; ; attempt++) {
    const answer = await attemptOnce(http, request);
    const isLast = attempt === MOST_ATTEMPTS;
    if (answer instanceof HttpFailure) {
      if (isLast || !answer.isPassing) throw answer;
    } else {
      if (!PASSING.has(answer.status)) return answer;
      answer.discard();
      const asked = askedPause(answer);
      if (isLast || asked > LONGEST_PAUSE)
        throw new HttpFailure(`it has no time for it (status ${answer.status}); try again later`, false);
      if (asked > 0) await http.pause(asked * 1000);
    }
    await http.pause(FIRST_PAUSE * 2 ** (attempt - 1));
  }
}

/** In seconds; 0: the server asks for none. A moment is told by the server's own clock (RFC 9110, 10.2.3). */
function askedPause(answer: HttpResponse): number {
  const text = answer.header("retry-after") ?? "";
  if (/^\d{1,9}$/.test(text)) return Number(text);
  const pause = (Date.parse(text) - Date.parse(answer.header("date") ?? "")) / 1000;
  return pause > 0 ? pause : 0;
}

async function attemptOnce(http: Http, request: HttpRequest): Promise<HttpResponse | HttpFailure> {
  try {
    return await http.send(request);
  } catch (error) {
    if (error instanceof HttpFailure) return error;
    throw error;
  }
}

/** A body as a whole. Throws HttpFailure beyond `limit` bytes. */
export async function wholeOf({ body }: HttpResponse, limit: number): Promise<Buffer> {
  const pieces: Uint8Array[] = [];
  let size = 0;
  for await (const piece of body) {
    size += piece.length;
    if (size > limit) throw new HttpFailure(`its answer has more than ${limit} bytes`, false);
    pieces.push(piece);
  }
  return Buffer.concat(pieces);
}
