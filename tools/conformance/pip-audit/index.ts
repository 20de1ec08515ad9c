import { createHash } from "node:crypto";
import { createServer, type Server } from "node:http";
import { makeZip } from "../../../test/hostile/make-zip.ts";

/** What a release needs (`Requires-Dist`), by version. */
type Releases = Readonly<Record<string, readonly string[]>>;

/** What two indexes on this machine have; pip-audit wants `wheel` before it resolves anything. */
const INDEXES: Readonly<Record<string, Readonly<Record<string, Releases>>>> = {
  usual: {
    wheel: { "0.1": [] },
    plain: { "1.0": [], "1.1": [], "2.0": [], "2.1": [] },
    pre: { "0.9": [], "1.0rc1": [] },
    "unknown-name": { "3.0": ["plain<2"] },
    "two-packages": { "1.0": [], "1.1": ["another"], "2.0": ["another>=1"] },
    another: { "1.0": ["plain"] },
    wall: {
      "1.0": ["two-packages<2", "plain>=1; python_version >= '3.8'", "nothing; sys_platform == 'win32'"],
      "1.1": ["two-packages", "unknown-name", "pre; extra == 'early'"],
    },
    ring: { "1.0": ["link"] },
    link: { "1.0": ["ring", "plain"] },
    newer: { "1.0": [] },
  },
  other: { plain: { "1.5": [] }, newer: { "2.0": ["plain"] } },
};

/** `URL/usual/simple/` and `URL/other/simple/`: HTML by PEP 503, with metadata beside the wheels (PEP 658). */
export function serveIndexes(): Promise<{ readonly server: Server; readonly url: string }> {
  const server = createServer((request, response) => {
    const [, index = "", kind = "", name = "", file = ""] = decodeURIComponent(request.url ?? "").split("/");
    const body = kind === "simple" ? answerOf(INDEXES[index] ?? {}, name, file) : null;
    const type = file === "" ? "text/html" : "application/octet-stream";
    response.writeHead(body === null ? 404 : 200, { "content-type": type }).end(body ?? "");
  });
  return new Promise((done) => {
    server.listen(0, "127.0.0.1", () => {
      const address = server.address();
      done({
        server,
        url: `http://127.0.0.1:${address !== null && typeof address === "object" ? address.port : 0}`,
      });
    });
  });
}

function answerOf(
  packages: Readonly<Record<string, Releases>>,
  name: string,
  file: string,
): string | Buffer | null {
  const written = Object.keys(packages).find((one) => one.toLowerCase().replaceAll(/[._]/g, "-") === name);
  const releases = written === undefined ? undefined : packages[written];
  if (written === undefined || releases === undefined) return null;
  if (file === "") {
    const links = Object.entries(releases).map(([version, needs]) => {
      const [wheel, text] = [
        `${fileName(written)}-${version}-py3-none-any.whl`,
        metadata(written, version, needs),
      ];
      return `<a href="${wheel}#sha256=${sha256(wheelOf(written, version, needs))}" data-core-metadata="sha256=${sha256(text)}">${wheel}</a><br>`;
    });
    return `<!DOCTYPE html><html><body>${links.join("\n")}</body></html>`;
  }
  const version = file.split("-")[1] ?? "";
  const needs = releases[version];
  if (needs === undefined) return null;
  return file.endsWith(".metadata") ? metadata(written, version, needs) : wheelOf(written, version, needs);
}

function fileName(name: string): string {
  return name.replaceAll(/[-.]/g, "_");
}

function metadata(name: string, version: string, needs: readonly string[]): string {
  const extras = new Set(needs.flatMap((need) => /extra == '(\w+)'/.exec(need)?.[1] ?? []));
  return [
    ...["Metadata-Version: 2.1", `Name: ${name}`, `Version: ${version}`],
    ...[...extras].map((extra) => `Provides-Extra: ${extra}`),
    ...needs.map((need) => `Requires-Dist: ${need}`),
    "",
  ].join("\n");
}

function wheelOf(name: string, version: string, needs: readonly string[]): Buffer {
  const folder = `${fileName(name)}-${version}.dist-info`;
  const text = "Wheel-Version: 1.0\nGenerator: made\nRoot-Is-Purelib: true\nTag: py3-none-any\n";
  return makeZip([
    { name: `${folder}/METADATA`, content: Buffer.from(metadata(name, version, needs)) },
    { name: `${folder}/WHEEL`, content: Buffer.from(text) },
    { name: `${folder}/RECORD`, content: Buffer.alloc(0) },
  ]);
}

function sha256(content: string | Buffer): string {
  return createHash("sha256").update(content).digest("hex");
}
