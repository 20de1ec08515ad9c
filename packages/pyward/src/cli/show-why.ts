import { neutralise } from "../reports/shared/neutralise.ts";
import { traceDependency, type Trace } from "../trace-dependency.ts";
import { rootsOf } from "./audit-roots.ts";
import type { IndexOptions } from "./index-options.ts";
import type { Io } from "./io.ts";
import type { AuditOptions, DiscoveryOptions } from "./options.ts";
import { discoveryOf } from "./wanted-of.ts";
import { progressFor } from "./progress.ts";
import type { ResolveOptions } from "./resolve-options.ts";
import { auditedPlaces, resolvingOf } from "./resolving-when-needed.ts";

export interface WhyOptions
  extends
    DiscoveryOptions,
    IndexOptions,
    Omit<ResolveOptions, "plan" | "failOnAdmitted">,
    Pick<AuditOptions, "config" | "quiet" | "progress" | "offline"> {
  readonly internal?: readonly string[];
}

/** Prints the ways in as an inverse tree. 0: found; 3: no such package in what was read. */
export async function showWhy(
  asked: { readonly name: string; readonly path: string | null },
  wishes: WhyOptions,
  io: Io,
): Promise<number> {
  const paths = asked.path === null ? [] : [asked.path];
  const roots = await rootsOf({ paths, requirements: [], root: null, discovery: discoveryOf(wishes) }, io);
  const now = io.now();
  const traces = await traceDependency(asked.name, roots, {
    ...resolvingOf(wishes, { audited: auditedPlaces(roots, paths), moment: { now } }, io),
    ...{ now, internal: wishes.internal ?? [], progress: progressFor(wishes, io) },
  });
  if (traces.length === 0) {
    io.stderr.write(`pyward: nothing that was read asks for ${neutralise(asked.name)}\n`);
    return 3;
  }
  io.stdout.write(traces.map(textOf).join("\n"));
  return 0;
}

function textOf(trace: Trace): string {
  const lines = [
    `${neutralise(trace.name)} ${neutralise(trace.version ?? "(no version)")} in ${neutralise(trace.project)}` +
      ` (${trace.scopes.map(neutralise).join(", ")})`,
    ...trace.origins.map(
      ({ path, line }) => `  named in ${neutralise(path)}${line === null ? "" : `:${line}`}`,
    ),
    ...(trace.marker === null ? [] : [`  only where ${neutralise(trace.marker)}`]),
  ];
  if (trace.paths.length === 0) lines.push("  nothing that was read needs it");
  for (const path of trace.paths) {
    if (path.length === 1) lines.push("  the project asks for it");
    else lines.push(...inverse(path));
  }
  const hidden = trace.total - trace.paths.length;
  if (hidden > 0)
    lines.push(
      `  … and ${trace.isAtLeast ? "at least " : ""}${hidden} longer ${hidden === 1 ? "way" : "ways"}`,
    );
  return `${lines.join("\n")}\n`;
}

/** The package last in the path is the root of the tree; what needs it hangs below. */
function inverse(path: readonly string[]): readonly string[] {
  return path
    .slice(0, -1)
    .toReversed()
    .map((name, depth, names) => {
      const asks = depth === names.length - 1 ? " (the project asks for it)" : "";
      return `  ${"   ".repeat(depth)}└─ needed by ${neutralise(name)}${asks}`;
    });
}
