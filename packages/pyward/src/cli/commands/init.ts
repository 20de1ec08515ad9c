import { Option, type Command } from "commander";
import type { Context } from "../context.ts";
import { everydayOption, useTwoHelps } from "../help.ts";
import { CI_NAMES } from "../ci-names.ts";
import type { InitOptions } from "../init-project.ts";

/** `pyward init [PATH]`. */
export function furnishInit(command: Command, context: Context): void {
  command
    .description(
      "Writes a configuration and the file by which continuous integration audits each change and, on a schedule, everything. Overwrites nothing.",
    )
    .argument("[PATH]", "the top of a repository (default: the current directory)")
    .addOption(
      everydayOption(
        new Option("--ci <NAME>", `${CI_NAMES.join(", ")} (default: what is in use)`).choices(CI_NAMES),
      ),
    )
    .addOption(everydayOption(new Option("--dry-run", "show what would be written, and write nothing")));
  useTwoHelps(command, ["pyward init --dry-run", "pyward init --ci gitlab"]);
  command.action(async (path: string | undefined, options: InitOptions) => {
    const { initProject } = await import("../init-project.ts");
    context.setExitCode(await initProject(path ?? ".", options, context.io));
  });
}
