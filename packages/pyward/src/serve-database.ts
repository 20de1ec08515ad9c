import { PywardError } from "./model/index.ts";
import { answerRequest, type ServerState } from "./serve/answer-request.ts";
import { errorAnswer, type ServedAnswer, type ServedRequest } from "./serve/answer.ts";
import { countRequest, emptyMetrics } from "./serve/metrics.ts";
import { rateLimit } from "./serve/rate-limit.ts";
import type { Served } from "./serve/served.ts";

export interface MirrorOptions {
  /** Opens the database as it is now. Throws PywardError where it cannot be used. */
  readonly open: () => Promise<Served>;
  /** Changes when `open` would give another one. */
  readonly fingerprint: () => string;
  readonly toolVersion: string;
  /** In days; a database that is older is served and makes `/health` 503. */
  readonly maxAge: number;
  /** Requests a minute of one client; 0: no limit. */
  readonly perMinute: number;
  /** Of the process, in bytes. */
  readonly memory: () => number;
}

/** A database as a service: what `pyward db serve` answers, without a network. */
export interface Mirror {
  /** Never throws. `now` in milliseconds. */
  answer(request: ServedRequest, client: string, now: number): ServedAnswer;
  /** Counts the answer: `seconds` until it was there. */
  count(request: ServedRequest, status: number, seconds: number): void;
  /** Takes over a database that was replaced, at most once a second. The old one is served until then, and where that fails. */
  refresh(now: number): Promise<Refreshed>;
  served(): Served | null;
}

/** What a look at the file found. */
export type Refreshed =
  | { readonly kind: "same" }
  | { readonly kind: "replaced"; readonly served: Served }
  | { readonly kind: "failed"; readonly error: PywardError };

const SAME: Refreshed = { kind: "same" };
const PAUSE = 1000;

/** Nothing is open before the first `refresh`. */
export function createMirror(options: MirrorOptions): Mirror {
  const metrics = emptyMetrics();
  const limit = rateLimit(options.perMinute);
  const held: Held = { served: null, failure: null, fingerprint: null, looked: -Infinity, isBusy: false };
  const stateAt = (now: number): ServerState => ({
    toolVersion: options.toolVersion,
    now: new Date(now),
    served: held.served,
    failure: held.failure,
    maxAge: options.maxAge,
    metrics,
    memory: options.memory(),
  });
  return {
    answer: (request, client, now) => {
      const wait = limit.waitOf(client, now);
      if (wait === 0) return answerSafely(request, stateAt(now));
      metrics.limited++;
      return errorAnswer(8, "Too many requests.", 429, { "retry-after": String(wait) });
    },
    count: (request, status, seconds) => countRequest(metrics, request, { status, seconds }),
    refresh: async (now) => {
      if (held.isBusy || now - held.looked < PAUSE) return SAME;
      held.looked = now;
      const refreshed = await look(held, options);
      if (refreshed.kind === "replaced") metrics.replaced++;
      if (refreshed.kind === "failed") metrics.failures++;
      return refreshed;
    },
    served: () => held.served,
  };
}

interface Held {
  served: Served | null;
  failure: string | null;
  fingerprint: string | null;
  looked: number;
  isBusy: boolean;
}

async function look(held: Held, { open, fingerprint }: MirrorOptions): Promise<Refreshed> {
  const found = fingerprint();
  if (found === held.fingerprint) return SAME;
  held.isBusy = true;
  try {
    const served = await open();
    held.served?.index.close();
    Object.assign(held, { served, failure: null });
    return { kind: "replaced", served };
  } catch (error) {
    if (!(error instanceof PywardError)) throw error;
    held.failure = error.message;
    return { kind: "failed", error };
  } finally {
    // Also after a failure: the same bytes would fail again.
    held.fingerprint = found;
    held.isBusy = false;
  }
}

/** What is wrong with the database is no secret; what is wrong with us says nothing to a client. */
function answerSafely(request: ServedRequest, state: ServerState): ServedAnswer {
  try {
    return answerRequest(request, state);
  } catch (error) {
    if (error instanceof PywardError)
      return errorAnswer(14, `The database cannot be read: ${error.message}.`);
    return errorAnswer(13, "Internal error.");
  }
}
