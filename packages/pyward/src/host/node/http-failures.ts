import { HttpFailure } from "../http.ts";

/** What the system, TLS or the protocol says, as the end of a sentence. Their own messages name hosts and paths. */
export function failureOf(error: unknown): HttpFailure {
  if (error instanceof HttpFailure) return error;
  const code = error instanceof Error && "code" in error ? String(error.code) : "";
  if (Object.hasOwn(BROKEN, code)) return new HttpFailure(BROKEN[code] ?? code, true);
  if (Object.hasOwn(REASONS, code)) return new HttpFailure(REASONS[code] ?? code, false);
  if (CERTIFICATE.test(code)) return new HttpFailure(`its certificate is not trusted (${code})`, false);
  if (/^(?:EPROTO|ERR_SSL)/.test(code)) return new HttpFailure("it does not speak TLS", false);
  if (code.startsWith("HPE_")) return new HttpFailure("its answer is no HTTP", false);
  return new HttpFailure(/^[A-Z_]{1,60}$/.test(code) ? `it failed with ${code}` : "it failed", false);
}

/** Of Node's `tls`: what the verification of a certificate can say. */
const CERTIFICATE = /CERT|SELF_SIGNED|UNABLE_TO_|HOSTNAME_MISMATCH|INVALID_CA|PATH_LENGTH/;

const BROKEN: Readonly<Record<string, string>> = {
  ECONNRESET: "the connection was broken off",
  EPIPE: "the connection was broken off",
  ETIMEDOUT: "it did not answer in time",
  EAI_AGAIN: "its name could not be looked up",
};

const REASONS: Readonly<Record<string, string>> = {
  ECONNREFUSED: "nothing listens there",
  ENOTFOUND: "its name is not known",
  EHOSTUNREACH: "there is no way to it",
  ENETUNREACH: "there is no way to it",
  EACCES: "this user may not speak to it",
  EPERM: "this user may not speak to it",
  ENOENT: "there is no such socket",
};
