import { chmodSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { createHash } from "node:crypto";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { CHANGED } from "../../../../test/laws/images.ts";
import { registryOf, serve, startedServers, topOf, type TestServer } from "../../../../test/laws/registry.ts";
import { archiveOf, layoutOf, savedParts } from "../image/make-image.ts";
import type { Report } from "../model/index.ts";
import { runExample } from "./example-run.ts";

const { started, stopAll } = startedServers();
let folder: string;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "pyward-named-"));
});

afterEach(async () => {
  await stopAll();
  rmSync(folder, { recursive: true });
});

async function pyward(argv: readonly string[], environment: Readonly<Record<string, string>> = {}) {
  return runExample(argv, { cwd: folder, environment: { HOME: folder, ...environment } });
}

async function audited(argv: readonly string[], environment: Readonly<Record<string, string>> = {}) {
  const told = await pyward(["audit", ...argv, "-f", "json", "--max-db-age", "9999"], environment);
  expect(told.err).toBe("");
  const report: Report = JSON.parse(told.out);
  return { ...told, report };
}

const PARTS = layoutOf([CHANGED]);

describe("registry:", () => {
  it("audits with the login of a configuration, and says image, digest and layers, and no secret", async () => {
    const login = Buffer.from("me:hush-hush").toString("base64");
    const registry = await started(
      registryOf(
        PARTS,
        ({ authorization }, answer) =>
          authorization !== `Basic ${login}` &&
          Boolean(answer.writeHead(401, { "www-authenticate": "Basic" }).end()),
      ),
    );
    const config = JSON.stringify({ auths: { [registry.host]: { auth: login } } });
    mkdirSync(join(folder, ".docker"));
    writeFileSync(join(folder, ".docker/config.json"), config);
    const { code, out, report } = await audited([`registry:${registry.host}/team/app:1`]);
    const { digest } = topOf(PARTS);
    const name = `${registry.host}/team/app:1`;
    expect(code).toBe(0);
    expect(report.projects).toHaveLength(1);
    expect(report.projects[0]).toMatchObject({
      root: `registry:${name}`,
      kind: "image",
      image: { name, digest },
    });
    const layers = report.projects[0]?.image?.layers ?? [];
    expect(
      report.dependencies.map(({ name: who, version, origins }) => [
        `${who}@${version}`,
        layers.indexOf(origins[0]?.layer ?? ""),
      ]),
    ).toEqual([
      ["brick@1.1", 1],
      ["tile@0.1", 1],
      ["wall@3.0", 0],
    ]);
    expect(out).not.toMatch(/hush|me:/);
    expect(out).not.toContain(login);
    expect(out).not.toContain(folder);

    writeFileSync(join(folder, "auth.json"), config);
    rmSync(join(folder, ".docker"), { recursive: true });
    const named = { REGISTRY_AUTH_FILE: join(folder, "auth.json") };
    expect((await audited([`docker://${name}`], named)).code).toBe(0);
    const denied = await audited([`registry:${name}`]);
    expect([denied.code, denied.report.gaps.map(({ code: gap }) => gap)]).toEqual([3, ["unreachable"]]);
  });

  it.each([
    ["registry:app:1", /names no image in a registry/],
    ["registry:team/app", /names no image in a registry/],
    ["docker://app", /Write the registry's host, too: docker:\/\/registry.example/],
    ["registry+https:", /names no image/],
    ["docker:Team/App", /names no image/],
    ["docker:../../containers/json", /names no image/],
  ])("%s is wrong usage", async (text, message) => {
    expect(await pyward(["audit", text])).toMatchObject({
      code: 2,
      out: "",
      err: expect.stringMatching(message),
    });
  });

  it.each(["registry:me:hush@registry.example/app", "docker:me:hush@registry.example/app:1"])(
    "%s is wrong usage that is not repeated",
    async (text) => {
      const { code, err } = await pyward(["audit", text]);
      expect([code, err.includes("hush")]).toEqual([2, false]);
    },
  );

  it("asks nobody for what lies on the disk under that name, nor where it is to stay offline", async () => {
    const registry = await started(registryOf(PARTS));
    const text = `registry:${registry.host}`;
    mkdirSync(join(folder, text, "team"), { recursive: true });
    writeFileSync(join(folder, text, "team/app"), "brick==1.0\n");
    const { report } = await audited([`${text}/team/app`]);
    expect(report.projects.every(({ image }) => image === null)).toBe(true);
    const offline = await pyward(["audit", "--offline", `${text}/team/app:1`]);
    expect(offline).toMatchObject({ code: 2, err: expect.stringMatching(/--offline was asked for/) });
    expect(registry.seen).toEqual([]);
  });

  it("says how to ask a registry without TLS", async () => {
    const registry = await started(registryOf(PARTS));
    const { report } = await audited([`registry+https:${registry.host}/team/app:1`]);
    expect(report.gaps.map(({ reason }) => reason)).toEqual([
      `${registry.host}: it does not speak TLS (registry+http: asks without)`,
    ]);
    expect(registry.seen).toEqual([]);
  });

  it("asks for what it needs, and no more, over TLS where the registry is not on this machine", async () => {
    const proxy = await started(serve((_, answer) => void answer.writeHead(500).end()));
    const asked = await audited(["registry:registry.example/app"], { HTTPS_PROXY: `http://${proxy.host}` });
    expect([asked.code, asked.report.gaps[0]?.reason, proxy.seen]).toEqual([
      3,
      "registry.example: the proxy refused with status 403", // It was asked for a tunnel.
      [],
    ]);
    await audited(["registry+http:registry.example/app"], { HTTP_PROXY: `http://${proxy.host}` });
    expect(proxy.seen.map(({ path }) => path)).toEqual(["http://registry.example/v2/app/manifests/latest"]);
  });
});

describe("docker: and podman:", () => {
  const ID = `sha256:${"5".repeat(64)}`;
  const { parts, links } = savedParts(CHANGED);
  const engine = (socket: string | undefined): Promise<TestServer> =>
    started(
      serve(({ path }, answer) => {
        if (path === "/images/app:1/json") answer.end(JSON.stringify({ Id: ID }));
        else if (path === "/images/app:1/get") answer.end(archiveOf(parts, links));
        else if (path.startsWith("/images/broken:latest/")) {
          answer.writeHead(200);
          if (path.endsWith("json")) answer.end("{}");
          else answer.write(archiveOf(parts, links).subarray(0, 3000), () => answer.destroy());
        } else answer.writeHead(404).end('{"message":"No such image"}');
      }, socket),
    );

  it("audit what an engine has, by its socket or its port", async () => {
    const socket = join(folder, "docker.sock");
    const { seen } = await engine(socket);
    const { code, report } = await audited(["docker:app:1"], { DOCKER_HOST: `unix://${socket}` });
    expect([code, report.projects[0]?.root, report.coverage.audited]).toEqual([0, "docker:app:1", 3]);
    expect(report.notes.join("\n")).toContain(`app:1 was read as ${ID}`);
    expect(seen.map(({ path }) => path)).toEqual(["/images/app:1/json", "/images/app:1/get"]);
    const { host } = await engine(undefined);
    expect(
      (await audited(["podman:app:1"], { CONTAINER_HOST: `tcp://${host}` })).report.coverage.audited,
    ).toBe(3);
  });

  it("find the socket of the context, of rootless Docker and of Podman", async () => {
    const runtime = join(folder, "run");
    mkdirSync(join(runtime, "podman"), { recursive: true });
    await engine(join(runtime, "podman/podman.sock"));
    const here = { XDG_RUNTIME_DIR: runtime };
    expect((await audited(["podman:app:1"], here)).code).toBe(0);
    await engine(join(folder, "mine.sock"));
    const meta = join(folder, ".docker/contexts/meta", createHash("sha256").update("mine").digest("hex"));
    mkdirSync(meta, { recursive: true });
    writeFileSync(
      join(meta, "meta.json"),
      JSON.stringify({ Endpoints: { docker: { Host: `unix://${folder}/mine.sock` } } }),
    );
    writeFileSync(join(folder, ".docker/config.json"), '{"currentContext":"mine"}');
    expect((await audited(["docker:app:1"])).code).toBe(0);
    expect((await pyward(["audit", "docker:app:1"], { DOCKER_CONTEXT: "other" })).err).toMatch(
      /says no address/,
    );
  });

  it("are a gap where the image is not there or breaks off", async () => {
    const socket = join(folder, "docker.sock");
    await engine(socket);
    const environment = { DOCKER_HOST: `unix://${socket}` };
    const missing = await audited(["docker:nope"], environment);
    expect([missing.code, missing.report.gaps.map(({ reason }) => reason)]).toEqual([
      3,
      ["Docker: it has no image of this name"],
    ]);
    const broken = await audited(["docker:broken"], environment);
    expect([broken.code, broken.report.gaps.map(({ reason }) => reason)]).toEqual([
      3,
      ["Docker: the connection was broken off"],
    ]);
  });

  it("are a gap where nobody listens, or not for this user", async () => {
    const socket = join(folder, "docker.sock");
    writeFileSync(socket, "");
    const environment = { DOCKER_HOST: `unix://${socket}` };
    expect((await audited(["docker:app"], environment)).report.gaps[0]?.reason).toBe(
      "Docker: nothing listens there",
    );
    chmodSync(socket, 0);
    expect((await audited(["docker:app"], environment)).code).toBe(3);
  });

  it.each([
    ["tcp://engine.example:2375", /pyward does not speak to/],
    ["tcp://127.0.0.1:2375/path", /pyward does not speak to/],
    ["ssh://me@engine.example", /pyward does not speak to/],
    ["unix:///no/such.sock", /there is no socket at \/no\/such.sock/],
  ])("at %s are wrong usage", async (DOCKER_HOST, message) => {
    const told = await pyward(["audit", "docker:app"], { DOCKER_HOST });
    expect(told).toMatchObject({ code: 2, out: "", err: expect.stringMatching(message) });
  });
});
