/** One request. It is sent as it is: nothing is added, followed or asked again. */
export interface HttpRequest {
  readonly method: "GET" | "POST";
  /** `http:` or `https:`, without user and password. */
  readonly url: URL;
  readonly headers: Readonly<Record<string, string>>;
  readonly body?: string;
  /** A local socket that is spoken to in place of the URL's host. */
  readonly socket?: string;
  /**
   * Only where what is connected to is an address of the public internet, whatever its name resolves to. Behind a proxy, which looks names up
   * itself, only addresses that are written out and names of this machine can be told.
   */
  readonly isPublicOnly?: true;
}

export interface HttpResponse {
  readonly status: number;
  /** By its name in lower case; null where there is none. */
  header(name: string): string | null;
  /** Can be read once. Throws HttpFailure; ends early for none but a reader that went away. */
  readonly body: AsyncIterable<Uint8Array>;
  /** For a body that nobody reads. */
  discard(): void;
}

/** The network, for those who were told to use it. */
export interface Http {
  /** Gives the answer as soon as its headers are there. Throws HttpFailure. */
  send(request: HttpRequest): Promise<HttpResponse>;
  /** Lets some time pass before the next attempt. */
  pause(milliseconds: number): Promise<void>;
}

/** Why there is no answer, or no more of it. The message is the end of a sentence, and holds no address and no secret. */
export class HttpFailure extends Error {
  /** Another attempt may go better. */
  readonly isPassing: boolean;

  constructor(message: string, isPassing: boolean) {
    super(message);
    this.name = "HttpFailure";
    this.isPassing = isPassing;
  }
}

/** Nobody on the way reads or changes what is told or answered there: it goes over TLS, or inside this machine. */
export function isTrustedWay({ protocol, hostname }: URL): boolean {
  return protocol === "https:" || isLoopback(hostname);
}

/** Whether a host name or address means this machine itself. Not `x.localhost`, which some systems ask the network for. */
export function isLoopback(hostname: string): boolean {
  return /^(?:localhost|127(?:\.\d{1,3}){3}|\[::1\])$/i.test(hostname);
}
