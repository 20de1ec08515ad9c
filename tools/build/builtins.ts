/** The product starts no program: what a library would need for that is not in the bundle. */
const LEFT_OUT: ReadonlySet<string> = new Set(["child_process"]);

/** An import of one of Node's modules, as esbuild prints it with white space removed. */
const IMPORT = /\bimport ?((?:[\w$]+|\*as [\w$]+|\{[^}]*\})(?:,\{[^}]*\})?) ?from"node:([\w/]+)";/gu;

/**
 * Takes Node's modules as they are (`process.getBuiltinModule`) instead of importing them. An import reads every export
 * of the module, and so loads what nobody asked for: of `fs` its promises and streams, of `util` its argument parser,
 * of `process` workers and reports. docs/decisions/0002-esbuild.md has the measurement.
 */
export function takeBuiltins(code: string): string {
  const taken = code.replaceAll(IMPORT, (_, clause: string, name: string) => declare(clause, moduleOf(name)));
  const left = /\bfrom ?"node:[^"]*"|\bimport\("node:/u.exec(taken);
  if (left !== null) throw new Error(`not taken: ${taken.slice(left.index - 80, left.index + 40)}`);
  return taken;
}

function moduleOf(name: string): string {
  if (LEFT_OUT.has(name)) return "{}";
  return name === "process" ? "globalThis.process" : `globalThis.process.getBuiltinModule("node:${name}")`;
}

/** `a`, `*as a`, `{b,c as d}`, `a,{b}` → declarations that bind the same names. */
function declare(clause: string, module: string): string {
  const [, whole, named] = /^(?:\*as )?([\w$]+)?,?(\{[^}]*\})?$/u.exec(clause) ?? [];
  const parts: string[] = [];
  if (whole !== undefined) parts.push(`${whole}=${module}`);
  if (named !== undefined) parts.push(`${named.replaceAll(/ as /gu, ":")}=${module}`);
  return `const ${parts.join(",")};`;
}

/** What of Node is slow to load and not needed by most runs: taken when it is first used. */
const SLOW: ReadonlySet<string> = new Set([
  "crypto",
  "http",
  "https",
  "stream",
  "timers/promises",
  "tls",
  "url",
  "zlib",
]);

/** Node's modules as esbuild prints them in CommonJS: for named imports, and wrapped for default ones. */
const REQUIRE = /(__toESM\()?require\("node:([\w/]+)"\)(?:,1\))?/gu;

/**
 * The same for CommonJS. There only esbuild's wrapper for default imports reads every export, and our libraries use
 * nothing of it but `default`.
 */
export function requireBuiltins(code: string): string {
  return code.replaceAll(REQUIRE, (_, wrapper: string | undefined, name: string) => {
    const module = LEFT_OUT.has(name) ? "{}" : name === "process" ? "process" : `require("node:${name}")`;
    if (wrapper !== undefined) return `{default:${module}}`;
    // Taken once: `require` looks the module up anew each time.
    return SLOW.has(name) ? `(m=>new Proxy({},{get:(_,key)=>(m??=${module})[key]}))()` : module;
  });
}
