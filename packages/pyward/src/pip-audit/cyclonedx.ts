import { cleanText } from "../reports/shared/clean-json.ts";
import { stableUuid } from "../reports/shared/stable-uuid.ts";
import type { Audited, PipAuditView } from "./model.ts";
import { pythonJson } from "./python-text.ts";

interface Component {
  readonly ref: string;
  readonly name: string;
  readonly version: string;
}

interface Flaw {
  readonly ref: string;
  readonly id: string;
  readonly description: string;
  readonly affects: string;
}

interface Bom {
  readonly serialNumber: string;
  readonly timestamp: string;
  readonly components: readonly Component[];
  readonly flaws: readonly Flaw[];
}

/** pip-audit's `cyclonedx-json`: CycloneDX 1.4 on one line, what was skipped left out. */
export function renderCycloneDxJson(audited: Audited, { now }: PipAuditView): string {
  const { serialNumber, timestamp, components, flaws } = bomOf(audited, now);
  const document = {
    ...listed("components", components.map(componentJson)),
    ...listed(
      "dependencies",
      components.map(({ ref }) => ({ ref })),
    ),
    metadata: { timestamp },
    serialNumber,
    version: 1,
    ...listed("vulnerabilities", flaws.map(flawJson)),
    $schema: "http://cyclonedx.org/schema/bom-1.4.schema.json",
    bomFormat: "CycloneDX",
    specVersion: "1.4",
  };
  return `${pythonJson(document)}\n`;
}

function listed(name: string, items: readonly object[]) {
  return items.length === 0 ? {} : { [name]: items };
}

function componentJson({ ref, name, version }: Component) {
  return { "bom-ref": ref, name, type: "library", version };
}

function flawJson({ ref, id, description, affects }: Flaw) {
  return {
    affects: [{ ref: affects }],
    "bom-ref": ref,
    description,
    id,
    recommendation: "Upgrade",
  };
}

/** pip-audit's `cyclonedx-xml`, on two lines. */
export function renderCycloneDxXml(audited: Audited, { now }: PipAuditView): string {
  const { serialNumber, timestamp, components, flaws } = bomOf(audited, now);
  const content = [
    element("metadata", element("timestamp", xml(timestamp))),
    section("components", components.map(componentXml)),
    section(
      "dependencies",
      components.map(({ ref }) => `<dependency ref="${xml(ref)}" />`),
    ),
    section("vulnerabilities", flaws.map(flawXml)),
  ].join("");
  const head = `<bom xmlns="http://cyclonedx.org/schema/bom/1.4" serialNumber="${serialNumber}" version="1">`;
  return `<?xml version="1.0" ?>\n${head}${content}</bom>\n`;
}

function section(name: string, items: readonly string[]): string {
  return items.length === 0 ? "" : element(name, items.join(""));
}

function componentXml({ ref, name, version }: Component): string {
  const inside = element("name", xml(name)) + element("version", xml(version));
  return `<component type="library" bom-ref="${xml(ref)}">${inside}</component>`;
}

function flawXml({ ref, id, description, affects }: Flaw): string {
  const inside = [
    element("id", xml(id)),
    element("description", xml(description)),
    element("recommendation", "Upgrade"),
    element("affects", element("target", element("ref", xml(affects)))),
  ].join("");
  return `<vulnerability bom-ref="${xml(ref)}">${inside}</vulnerability>`;
}

function element(name: string, inside: string): string {
  return `<${name}>${inside}</${name}>`;
}

const ENTITIES: Readonly<Record<string, string>> = { "&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;" };

function xml(text: string): string {
  return text.replaceAll(/[&<>"]/g, (character) => ENTITIES[character] ?? character);
}

/**
 * pip-audit draws its references at random; these tell what they stand for, so that the same audit gives the same bytes.
 * Components are sorted by name and version, vulnerabilities by id, a component that is there twice stands once.
 */
function bomOf({ rows }: Audited, now: Date): Bom {
  const components = new Map<string, Component>();
  const flaws = new Map<string, Flaw>();
  for (const row of rows) {
    if (row.kind === "skipped") continue;
    const [name, version] = [cleanText(row.written), cleanText(row.version)];
    const affects = `BomRef.${name}@${version}`;
    components.set(affects, { ref: affects, name, version });
    for (const vuln of row.vulns) {
      const [id, description] = [cleanText(vuln.id), cleanText(vuln.description, true)];
      const ref = `${affects}/${id}`;
      flaws.set(ref, { ref, id, description, affects });
    }
  }
  const sortedComponents = [...components.values()].toSorted(by(({ name, version }) => [name, version]));
  const sortedFlaws = [...flaws.values()].toSorted(by(({ id, ref }) => [id, ref]));
  const content = pythonJson([now.toISOString(), sortedComponents, sortedFlaws]);
  return {
    serialNumber: `urn:uuid:${stableUuid(content)}`,
    timestamp: now.toISOString().replace(/\.\d+Z$/, "+00:00"),
    components: sortedComponents,
    flaws: sortedFlaws,
  };
}

function by<T>(keys: (item: T) => readonly string[]): (left: T, right: T) => number {
  return (left, right) => {
    const others = keys(right);
    for (const [at, key] of keys(left).entries()) {
      const other = others[at] ?? "";
      if (key !== other) return key < other ? -1 : 1;
    }
    return 0;
  };
}
