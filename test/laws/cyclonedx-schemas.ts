import { readdirSync, readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { Ajv, type ValidateFunction } from "ajv";
import { validateXML } from "xmllint-wasm";

const LIBRARY = fileURLToPath(import.meta.resolve("@cyclonedx/cyclonedx-library/package.json"));
const SCHEMAS = join(dirname(LIBRARY), "res", "schema");

const ajv = new Ajv({
  strict: false,
  allErrors: true,
  formats: {
    "date-time": (text) => /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:\.\d+)?(?:Z|[+-]\d\d:\d\d)$/.test(text),
    "iri-reference": (text) => /^[^\s<>"{}|\\^`]*$/.test(text) && !/%(?![0-9A-Fa-f]{2})/.test(text),
    "idn-email": true,
    date: true,
    email: true,
    uri: true,
  },
});
for (const file of readdirSync(SCHEMAS).filter((name) => /^(?:spdx|jsf|cryptography).*\.json$/.test(name)))
  ajv.addSchema(readObject(file), `http://cyclonedx.org/schema/${file}`);

function readObject(file: string): Record<string, unknown> {
  const value: unknown = JSON.parse(readFileSync(join(SCHEMAS, file), "utf8"));
  return Object(value);
}

const known = new Map<string, ValidateFunction>();

/** What the official JSON schema has against a document; none: it is valid. */
export function jsonBreaches(version: string, text: string): readonly string[] {
  const validate = known.get(version) ?? ajv.compile(readObject(`bom-${version}.SNAPSHOT.schema.json`));
  known.set(version, validate);
  validate(JSON.parse(text));
  return (validate.errors ?? []).map(({ instancePath, message }) => `${instancePath} ${message}`);
}

/** The same of the official XML schema, by libxml. */
export async function xmlBreaches(version: string, texts: readonly string[]): Promise<readonly string[]> {
  const read = (file: string): string => readFileSync(join(SCHEMAS, file), "utf8");
  const { errors } = await validateXML({
    xml: texts.map((contents, at) => ({ fileName: `${at}.xml`, contents })),
    // It imports the list of licences by the place where that is published.
    schema: [
      read(`bom-${version}.SNAPSHOT.xsd`).replace(
        /schemaLocation="[^"]*spdx[^"]*"/,
        'schemaLocation="spdx.xsd"',
      ),
    ],
    preload: [{ fileName: "spdx.xsd", contents: read("spdx.SNAPSHOT.xsd") }],
  });
  return errors.map(({ rawMessage }) => rawMessage);
}
