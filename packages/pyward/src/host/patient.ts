import { HttpFailure, type Http } from "./http.ts";

/** How long all that is asked may take together, and what chance adds to the pauses between attempts. */
export interface Patience {
  /** In milliseconds. */
  readonly budget: number;
  /** Milliseconds since it began, by a clock that only goes forward. */
  elapsed(): number;
  /** At least 0 and less than 1. */
  random(): number;
}

/**
 * A network that gives up when its time is over, however many requests share it, and whose pauses differ by chance, so that those who were turned away
 * together do not come back together. A pause is never shorter than what was asked for, since a server may have asked for it.
 */
export function patient(http: Http, { budget, elapsed, random }: Patience): Http {
  const spent = (): HttpFailure =>
    new HttpFailure(`it took longer than the ${Math.round(budget / 1000)} seconds that it is given`, false);
  return {
    async send(request) {
      if (elapsed() >= budget) throw spent();
      return http.send(request);
    },
    async pause(milliseconds) {
      const pause = milliseconds * (1 + random() / 2);
      if (elapsed() + pause >= budget) throw spent();
      await http.pause(pause);
    },
  };
}
