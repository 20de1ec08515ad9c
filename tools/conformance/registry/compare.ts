// Compares what pyward finds in images of a real registry and of a real engine with what it finds in the same images as files, and the digest
// that it reports with that of the manifest that skopeo gets.
//
//   node tools/conformance/registry/compare.ts [DOCKER-REGISTRY]
//
// DOCKER-REGISTRY: the program of distribution's registry (Debian's package docker-registry). Exit code 1: there is a difference; 2: a
// program is missing.
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { builtImages, type BuiltImage } from "../images/images.ts";
import {
  has,
  PASSWORD,
  run,
  sha256,
  startDocker,
  startPodman,
  startRegistry,
  storageFolders,
  storageOptions,
  USER,
  type Mode,
} from "./servers.ts";

const [registryProgram = "docker-registry"] = process.argv.slice(2);
const PYWARD = join(import.meta.dirname, "../../../packages/pyward/bin/pyward.js");
const MODES: readonly Mode[] = ["open", "basic", "token", "tls"];
const folder = mkdtempSync(join(tmpdir(), "pyward-registry-"));
let differences = 0;
let compared = 0;

interface Audited {
  readonly packages: readonly string[];
  readonly gaps: readonly string[];
  readonly digest: string | null;
}

async function audit(image: string, environment: Readonly<Record<string, string>> = {}): Promise<Audited> {
  const clean = { HOME: folder, DOCKER_CONFIG: join(folder, "nothing"), ...environment };
  const { stdout, stderr } = await run(process.execPath, [PYWARD, "audit", image, "-f", "json"], clean);
  if (stdout === "") throw new Error(`${image}: ${stderr}`);
  const report = JSON.parse(stdout);
  return {
    packages: report.dependencies
      .flatMap(({ name, version, origins }: { name: string; version: string; origins: { path: string }[] }) =>
        origins.map(({ path }) => `${name} ${version} ${path}`),
      )
      .toSorted(),
    gaps: report.gaps.map(({ code, reason }: { code: string; reason: string }) => `${code}: ${reason}`),
    digest: report.projects[0]?.image?.digest ?? null,
  };
}

function compare(what: string, found: Audited, wanted: Audited): void {
  compared += 1;
  const lost = wanted.packages.filter((one) => !found.packages.includes(one));
  const more = found.packages.filter((one) => !wanted.packages.includes(one));
  const otherDigest = wanted.digest !== null && wanted.digest !== found.digest;
  const wrong = lost.length + more.length + found.gaps.length + (otherDigest ? 1 : 0);
  differences += wrong;
  console.log(`${what}: ${found.packages.length} packages, ${wrong} differences`);
  for (const line of [
    ...lost.map((one) => `lost ${one}`),
    ...more.map((one) => `more ${one}`),
    ...found.gaps,
  ])
    console.log(`  ${line}`);
  if (otherDigest) console.log(`  ${found.digest} in place of ${wanted.digest}`);
}

function differ(what: string, isAsWanted: boolean): void {
  compared += 1;
  if (!isAsWanted) differences += 1;
  console.log(`${what}: ${isAsWanted ? "as wanted" : "DIFFERENT"}`);
}

async function skopeo(...args: readonly string[]): Promise<string> {
  const { status, stdout, stderr } = await run("skopeo", ["--insecure-policy", ...args]);
  if (status !== 0) throw new Error(`skopeo ${args.join(" ")}: ${stderr}`);
  return stdout;
}

/** How pyward is told who asks: by what skopeo's login writes, or by Docker's form of it. */
async function accessTo(mode: Mode, host: string): Promise<Readonly<Record<string, string>>> {
  if (mode === "tls") return { SSL_CERT_FILE: join(folder, "tls.pem") };
  if (mode === "open") return {};
  if (mode === "basic") {
    const path = join(folder, "auth.json");
    const login = ["--username", USER, "--password", PASSWORD, "--authfile", path];
    await run("skopeo", ["login", "--tls-verify=false", ...login, host]);
    return { REGISTRY_AUTH_FILE: path };
  }
  const auth = Buffer.from(`${USER}:${PASSWORD}`).toString("base64");
  const at = join(folder, mode);
  mkdirSync(at, { recursive: true });
  writeFileSync(join(at, "config.json"), JSON.stringify({ auths: { [host]: { auth } } }));
  return { DOCKER_CONFIG: at };
}

const images: (Pick<BuiltImage, "name" | "form"> & { readonly path: string; readonly wanted: Audited })[] =
  [];
for (const { name, form, bytes } of builtImages()) {
  const path = join(folder, `${name}.tar`);
  writeFileSync(path, bytes);
  images.push({ name, form, path, wanted: await audit(path) });
}

/** The digest that skopeo has for the manifest of linux/amd64. */
async function digestBySkopeo(reference: string): Promise<string> {
  const raw = await skopeo("inspect", "--raw", "--tls-verify=false", `docker://${reference}`);
  const { manifests } = JSON.parse(raw);
  const entry = manifests?.find(
    ({ platform }: { platform?: { os: string; architecture: string } }) => platform?.architecture === "amd64",
  );
  return entry?.digest ?? sha256(raw);
}

async function compareRegistry(): Promise<void> {
  for (const mode of MODES) {
    const registry = await startRegistry(registryProgram, folder, mode);
    try {
      const access = await accessTo(mode, registry.at);
      for (const { name, form, path, wanted } of images) {
        const reference = `${registry.at}/conformance/${name}:1`;
        if (mode === "open") {
          const format = form === "docker-archive" ? ["--format", "v2s2"] : [];
          await skopeo(
            "copy",
            "--all",
            ...format,
            "--dest-tls-verify=false",
            `${form}:${path}`,
            `docker://${reference}`,
          );
        }
        const digest = mode === "open" ? await digestBySkopeo(reference) : null;
        const scheme = mode === "tls" ? "registry+https:" : "registry:";
        const found = await audit(`${scheme}${reference}`, access);
        compare(`${mode} registry, ${name}`, found, { ...wanted, digest });
      }
      if (mode === "open") continue;
      const scheme = mode === "tls" ? "registry+https:" : "registry:";
      const { packages, gaps } = await audit(`${scheme}${registry.at}/conformance/links:1`);
      differ(
        `${mode} registry, without ${mode === "tls" ? "its authority" : "a login"}`,
        packages.length === 0 && gaps.length === 1,
      );
      console.log(`  ${gaps.join("\n  ").replaceAll(registry.at, "HOST")}`);
    } finally {
      await registry.stop();
    }
  }
}

async function comparePodman(): Promise<void> {
  const [root, runroot] = storageFolders(folder);
  for (const { name, form, path } of images)
    await skopeo("copy", `${form}:${path}`, `containers-storage:[vfs@${root}+${runroot}]localhost/${name}:1`);
  const podman = await startPodman(folder);
  try {
    const environment = { DOCKER_HOST: `unix://${podman.at}`, CONTAINER_HOST: `unix://${podman.at}` };
    for (const { name, wanted } of images) {
      const found = await audit(`podman:localhost/${name}:1`, environment);
      // Podman 4.3 does not save layers of zstd: then it has to be a gap.
      if (await isSavedByPodman(name)) compare(`podman, ${name}`, found, { ...wanted, digest: null });
      else
        differ(
          `podman, ${name}, which it does not save`,
          found.packages.length === 0 && found.gaps.length === 1,
        );
    }
    const [first] = images;
    if (first === undefined) return;
    const found = await audit(`docker:${first.name}:1`, environment);
    compare("docker: by the socket of Podman", found, { ...first.wanted, digest: null });
  } finally {
    await podman.stop();
  }
}

async function compareDocker(): Promise<void> {
  if (!["dockerd", "containerd", "curl"].every(has))
    return console.log("docker: not compared, dockerd is not here");
  const docker = await startDocker(folder);
  const daemon = `unix://${docker.at}`;
  try {
    for (const { name, form, path, wanted } of images) {
      if (name.startsWith("zstd")) continue; // skopeo does not give Docker layers of zstd
      const platform = ["--override-os", "linux", "--override-arch", "amd64"];
      await skopeo(
        ...platform,
        "copy",
        "--dest-daemon-host",
        daemon,
        `${form}:${path}`,
        `docker-daemon:${name}:1`,
      );
      const found = await audit(`docker:${name}:1`, { DOCKER_HOST: daemon });
      compare(`docker, ${name}`, found, { ...wanted, digest: null });
    }
    const { gaps } = await audit("docker:not-there:1", { DOCKER_HOST: daemon });
    differ("docker, an image that it has not", gaps.length === 1);
  } finally {
    await docker.stop();
  }
}

async function isSavedByPodman(name: string): Promise<boolean> {
  const saved = join(folder, `${name}.saved`);
  const { status } = await run("podman", [
    ...storageOptions(folder),
    "save",
    `localhost/${name}:1`,
    "-o",
    saved,
  ]);
  return status === 0;
}

const missing = [registryProgram, "skopeo", "podman", "perl"].filter((program) => !has(program));
if (missing.length > 0) {
  console.log(`not here: ${missing.join(", ")}`);
  process.exitCode = 2;
} else {
  try {
    await compareRegistry();
    await comparePodman();
    await compareDocker();
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
  console.log(`${compared} ways to an image, ${differences} differences`);
  process.exitCode = differences === 0 ? 0 : 1;
}
