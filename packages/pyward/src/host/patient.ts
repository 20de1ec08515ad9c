import { HttpFailure, type Http } from "./http.ts";

/** How long all that is asked may take together, and what chance adds to the pauses between attempts. */
export interface Patience {
  /** In milliseconds. */
  readonly budget: number;
  /** Milliseconds since it began, by a clock that only goes forward. */
  elapsed(): number;
  /** At least 0 and less than 1; absent: a pause is as long as was asked for. */
  random?(): number;
}

/**
 * A network that gives up when its time is over, however many requests share it: nothing is sent later, and a body that still comes then is given up at its
 * next piece. Pauses differ by chance, so that those who were turned away together do not come back together. A pause is never shorter than what was asked
 * for, since a server may have asked for it. What a single request may take is for `http` itself to bound.
 */
export function patient(http: Http, { budget, elapsed, random = () => 0 }: Patience): Http {
  const spend = (milliseconds = 0): void => {
    if (elapsed() + milliseconds >= budget)
      throw new HttpFailure(
        `it took longer than the ${Math.round(budget / 1000)} seconds that it is given`,
        false,
      );
  };
  return {
    async send(request) {
      spend();
      const answer = await http.send(request);
      return { ...answer, body: watched(answer.body, spend) };
    },
    async pause(milliseconds) {
      const pause = milliseconds * (1 + random() / 2);
      spend(pause);
      await http.pause(pause);
    },
  };
}

async function* watched(body: AsyncIterable<Uint8Array>, spend: () => void): AsyncGenerator<Uint8Array> {
  for await (const piece of body) {
    spend();
    yield piece;
  }
}

/**
 * A network that is given up where nobody has answered within the budget, whatever was asked: a server that is not there keeps nobody waiting through all
 * attempts. Once one has answered, it is left alone.
 */
export function unlessSilent(http: Http, { budget, elapsed }: Pick<Patience, "budget" | "elapsed">): Http {
  let hasAnswered = false;
  return {
    async send(request) {
      if (!hasAnswered && elapsed() >= budget)
        throw new HttpFailure(`nobody answered within ${Math.round(budget / 1000)} seconds`, false);
      const answer = await http.send(request);
      hasAnswered = true;
      return answer;
    },
    pause: (milliseconds) => http.pause(milliseconds),
  };
}

/** Milliseconds since it was first asked, by a clock that only goes forward: what lies before the first request costs nothing. */
export function sinceFirstAsked(clock: () => number): () => number {
  let began: number | null = null;
  return () => clock() - (began ??= clock());
}
