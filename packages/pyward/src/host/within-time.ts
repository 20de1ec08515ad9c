import { HttpFailure, type Http } from "./http.ts";

/** How long all requests together may take. */
export interface TimeBudget {
  readonly seconds: number;
  /** Seconds since a start, whenever that was; never less than before. */
  readonly clock: () => number;
}

/**
 * The network, for so long from its first request on: nothing is sent later, and a body that still comes then is given up at its next piece. What a single
 * request may take is for `http` itself to bound.
 */
export function withinTime(http: Http, { seconds, clock }: TimeBudget): Http {
  let end: number | null = null;
  const look = (): void => {
    end ??= clock() + seconds;
    if (clock() > end)
      throw new HttpFailure(`the ${seconds} seconds for all that is asked there are over`, false);
  };
  return {
    async send(request) {
      look();
      const answer = await http.send(request);
      return { ...answer, body: watched(answer.body, look) };
    },
    async pause(milliseconds) {
      look();
      await http.pause(milliseconds);
    },
  };
}

async function* watched(body: AsyncIterable<Uint8Array>, look: () => void): AsyncGenerator<Uint8Array> {
  for await (const piece of body) {
    look();
    yield piece;
  }
}
