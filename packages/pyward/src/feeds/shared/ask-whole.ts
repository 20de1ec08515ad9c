import { askAgain, wholeOf } from "../../host/ask.ts";
import { HttpFailure, type Http, type HttpRequest } from "../../host/index.ts";

export interface WholeAnswer {
  readonly status: number;
  readonly text: string;
}

/** How often an answer is asked for that breaks off while it is read. */
const MOST_READS = 3;
const PAUSE = 500;

/** An answer with its text, asked for again where it breaks off, or the server says that it broke down. No redirection is followed: it names a place that nobody chose. Throws HttpFailure. */
export async function askWhole(http: Http, request: HttpRequest, limit: number): Promise<WholeAnswer> {
  for (let read = 1; ; read++) {
    const answer = await askAgain(http, request);
    const { status } = answer;
    if (status >= 300 && status < 400) {
      answer.discard();
      throw new HttpFailure(
        "it redirects elsewhere, where nothing is sent: name the address it moved to",
        false,
      );
    }
    if (status === 500 && read < MOST_READS) {
      answer.discard();
      await http.pause(PAUSE * 2 ** (read - 1));
      continue;
    }
    try {
      return { status, text: (await wholeOf(answer, limit)).toString("utf8") };
    } catch (error) {
      if (!(error instanceof HttpFailure) || !error.isPassing || read === MOST_READS) throw error;
      await http.pause(PAUSE * 2 ** (read - 1));
    }
  }
}

/** Does `work` for each item, so many at once; the next one starts when one is done. */
export async function inTurn<T>(
  items: Iterable<T>,
  atOnce: number,
  work: (item: T) => Promise<void>,
): Promise<void> {
  const left = items[Symbol.iterator]();
  const worker = async (): Promise<void> => {
    for (let next = left.next(); next.done !== true; next = left.next()) await work(next.value);
  };
  await Promise.all(Array.from({ length: atOnce }, worker));
}
