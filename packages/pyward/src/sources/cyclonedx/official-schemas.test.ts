// The fixtures are what CycloneDX allows: held against the official JSON schemas, which its own library ships.
import { Ajv } from "ajv";
import { readdirSync, readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { expect, test } from "vitest";

const LIBRARY = fileURLToPath(import.meta.resolve("@cyclonedx/cyclonedx-library/package.json"));
const SCHEMAS = join(dirname(LIBRARY), "res", "schema");

function readObject(path: string): Record<string, unknown> {
  const value: unknown = JSON.parse(readFileSync(path, "utf8"));
  if (typeof value !== "object" || value === null) throw new Error(`${path} holds no object`);
  return { ...value };
}

/** What these show is that pyward reads what is not allowed. */
const OUTSIDE = new Set([
  "mixed.cdx.json",
  "not-an-sbom.cdx.json",
  "not-json.cdx.json",
  "version-2.cdx.json",
]);

const folder = join(import.meta.dirname, "fixtures");
const names = readdirSync(folder).filter(
  (name) => name.endsWith(".json") && !name.endsWith(".expected.json"),
);

test.each(names.filter((name) => !OUTSIDE.has(name)))("%s is valid", (name) => {
  const document = readObject(join(folder, name));
  const ajv = new Ajv({ strict: false, validateFormats: false, allErrors: true });
  for (const other of readdirSync(SCHEMAS).filter((file) => /^(?:spdx|jsf|cryptography).*\.json$/.test(file)))
    ajv.addSchema(readObject(join(SCHEMAS, other)), `http://cyclonedx.org/schema/${other}`);
  const validate = ajv.compile(
    readObject(join(SCHEMAS, `bom-${String(document["specVersion"])}.SNAPSHOT.schema.json`)),
  );
  validate(document);
  expect(validate.errors ?? []).toEqual([]);
});
