import { execFileSync } from "node:child_process";
import { join } from "node:path";

/** Writes dist/types. Emits without checking: checking is a gate of its own and has its own place. */
export function emitDeclarations(root: string): void {
  const compiler = join(root, "node_modules/typescript/bin/tsc");
  execFileSync(process.execPath, [compiler, "-p", join(root, "tsconfig.declarations.json")], {
    cwd: root,
    stdio: "inherit",
  });
}
