import type { Context } from "./context.ts";
import type { AuditOptions } from "./options.ts";
import type { ReadingOptions } from "./reading-options.ts";
import { selectionOf } from "./targets-of.ts";
import type { Typed } from "./typed.ts";
import { rootsFor, wantedOf } from "./wanted-of.ts";

/** A command line of `pyward audit`, whoever read it. */
export interface AuditLine {
  readonly typed: Typed;
  readonly paths: readonly string[];
  readonly options: AuditOptions & ReadingOptions;
}

/** `pyward [audit] [PATH…]`. */
export async function runAuditLine({ typed, paths, options }: AuditLine, context: Context): Promise<void> {
  const { io } = context;
  const { configure } = await import("./configuration.ts");
  const named = { paths: [...paths, ...options.requirement], root: options.root ?? null };
  const configured = await configure({ typed, options, named }, io);
  const { runAudit } = await import("./run-audit.ts");
  const { rev } = configured.options;
  const wanted = wantedOf(paths, configured.options);
  const selection = selectionOf(configured.options);
  const roots = () => rootsFor(wanted, rev, io);
  context.setExitCode(await runAudit(roots, { ...configured, selection, wanted, rev }, io));
}
