import { expect, test } from "vitest";
import { withAuthoritiesOfPip } from "./authorities-of-pip.ts";

test.each([
  [{ SSL_CERT_FILE: "a", PIP_CERT: "b" }, "a"],
  [{ SSL_CERT_FILE: "", PIP_CERT: "b", REQUESTS_CA_BUNDLE: "c" }, "b"],
  [{ REQUESTS_CA_BUNDLE: "c", CURL_CA_BUNDLE: "d" }, "c"],
  [{ CURL_CA_BUNDLE: "d" }, "d"],
  [{ HOME: "x" }, undefined],
])("%j → %s", (environment, file) => {
  expect(withAuthoritiesOfPip(environment)["SSL_CERT_FILE"]).toBe(file);
});
