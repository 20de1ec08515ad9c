/** The variables that pip and requests take beside `SSL_CERT_FILE`, the strongest first. */
const VARIABLES = ["PIP_CERT", "REQUESTS_CA_BUNDLE", "CURL_CA_BUNDLE"];

/** An environment in which the file of authorities of pip and requests stands where no `SSL_CERT_FILE` does: for what these tools would ask, too. */
export function withAuthoritiesOfPip(
  environment: Readonly<Record<string, string | undefined>>,
): Readonly<Record<string, string | undefined>> {
  const file = ["SSL_CERT_FILE", ...VARIABLES].map((name) => environment[name] ?? "").find(Boolean);
  return file === undefined ? environment : { ...environment, SSL_CERT_FILE: file };
}
