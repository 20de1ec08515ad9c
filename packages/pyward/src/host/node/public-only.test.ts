import { expect, it } from "vitest";
import { HttpFailure } from "../http.ts";
import { nodeHttp } from "./http.ts";
import { lookupPublic } from "./public-only.ts";

it("a name that resolves to this machine is not connected to", async () => {
  const error = await new Promise((resolve) => {
    lookupPublic("localhost", { all: true }, (problem) => resolve(problem));
  });
  expect(error).toBeInstanceOf(HttpFailure);
});

it.each(["http://127.0.0.1:9/", "https://[::1]:9/", "http://localhost:9/", "http://0x7f000001:9/"])(
  "%s is refused before anything is sent, also behind a proxy",
  async (url) => {
    const asked = { method: "GET", url: new URL(url), headers: {}, isPublicOnly: true } as const;
    for (const environment of [{}, { HTTPS_PROXY: "http://127.0.0.1:9", HTTP_PROXY: "http://127.0.0.1:9" }])
      await expect(nodeHttp(environment).send(asked)).rejects.toThrow("private network");
  },
);
