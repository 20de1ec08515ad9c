import { exportName } from "../gen/shelves.ts";

/** Path below the shelf → text. It reads `name==version`, one a line: the smallest thing that keeps every law. */
export function sourceFiles(id: string): Record<string, string> {
  const name = exportName(id);
  const file = fileName(id);
  return {
    [`${id}/meta.ts`]: `import type { SourceMeta } from "../shared/source.ts";

export const meta: SourceMeta = {
  id: "${id}",
  title: "${id} file",
  role: "lock",
  claims: ({ name }) => name === "${file}",
  supersedes: [],
};
`,
    [`${id}/index.ts`]: `import { fileOrigin, makeGap, makeInventory } from "../../model/index.ts";
import type { Source } from "../shared/source.ts";
import { meta } from "./meta.ts";
import { parse } from "./parse.ts";

/** Reads a ${id} file: one file in, no other looked at. */
export const ${name}: Source = {
  meta,
  async read(tree, { path }) {
    const file = await tree.read(path);
    if (file.kind === "file") return parse(new TextDecoder().decode(file.bytes), path);
    const reason = \`the file could not be read: \${file.kind}\`;
    return makeInventory({ gaps: [makeGap({ code: "unreadable", reason, origin: fileOrigin(path) })] });
  },
};
`,
    [`${id}/parse.ts`]: `import { makeDependency, makeGap, makeInventory, type Inventory, type Origin } from "../../model/index.ts";
import { isValidName, normalizeName, parseVersion } from "../../python/index.ts";

/** Text → Inventory, without looking anywhere else. Cite the specification of the format here. */
export function parse(text: string, path: string): Inventory {
  const dependencies = new Map<string, Inventory["dependencies"][number]>();
  const gaps: Inventory["gaps"][number][] = [];
  for (const { line, at } of linesOf(text, path)) {
    const [name = "", version = "", ...rest] = line.split("==");
    if (line === "") continue;
    if (!isValidName(name) || !parseVersion(version).ok || rest.length > 0) {
      gaps.push(makeGap({ code: "unparsable-line", reason: "the line is not \`name==version\`", origin: at }));
      continue;
    }
    const dependency = makeDependency({
      name: normalizeName(name),
      version,
      pin: "exact",
      basis: "locked",
      source: { type: "registry", url: null },
      origins: [at],
    });
    if (!dependencies.has(dependency.key)) dependencies.set(dependency.key, dependency);
  }
  return makeInventory({ dependencies: [...dependencies.values()], gaps });
}

/** Every line with its place. A place is what a report points at and what a fix changes: keep it from the start. */
function linesOf(text: string, path: string): { readonly line: string; readonly at: Origin }[] {
  let start = 0;
  return text.split("\\n").map((whole, index) => {
    const line = whole.trim();
    const begin = start + whole.indexOf(line);
    start += whole.length + 1;
    const column = whole.indexOf(line) + 1;
    return { line, at: { path, line: index + 1, column, layer: null, span: { start: begin, end: begin + line.length } } };
  });
}
`,
    [`${id}/${id}.test.ts`]: `import { expect, test } from "vitest";
import { parse } from "./parse.ts";
import { meta } from "./meta.ts";

// The fixtures and the laws of the shelf run in ../laws.test.ts. Here stands what only this format has.

test("claims its file and no other", () => {
  expect(meta.claims({ name: "${file}", folder: "" })).toBe(true);
  expect(meta.claims({ name: "${file}.bak", folder: "" })).toBe(false);
});

test("a line that it cannot read is a gap with its place, and the rest is still read", () => {
  const { dependencies, gaps } = parse("what is this\\nurllib3==2.0\\n", "${file}");
  expect(dependencies.map(({ key }) => key)).toEqual(["urllib3@2.0"]);
  expect(gaps.map(({ code, origin }) => [code, origin?.line])).toEqual([["unparsable-line", 1]]);
});
`,
    [`${id}/README.md`]: `# ${id}

What the format is, who writes it, and what pyward takes from it. This text becomes its part of docs/formats.md.
`,
    [`${id}/fixtures/one-package.${ending(file)}`]: "urllib3==2.0.7\n",
    [`${id}/fixtures/one-package.${ending(file)}.expected.json`]: `${JSON.stringify(expected(`one-package.${ending(file)}`), null, 2)}\n`,
  };
}

/** `foo-lock` → `foo.lock`, `foo-txt` → `foo.txt`. */
function fileName(id: string): string {
  const dash = id.lastIndexOf("-");
  return dash === -1 ? `${id}.lock` : `${id.slice(0, dash)}.${id.slice(dash + 1)}`;
}

function ending(file: string): string {
  return file.slice(file.lastIndexOf(".") + 1);
}

function expected(path: string): object {
  return {
    dependencies: [
      {
        key: "urllib3@2.0.7",
        specifiers: null,
        hashes: [],
        direct: true,
        scopes: ["main"],
        extras: [],
        marker: null,
        manager: null,
        embeddedIn: null,
        own: null,
        name: "urllib3",
        version: "2.0.7",
        pin: "exact",
        basis: "locked",
        source: { type: "registry", url: null },
        origins: [{ path, line: 1, column: 1, layer: null, span: { start: 0, end: 14 } }],
      },
    ],
    edges: [],
    gaps: [],
  };
}
