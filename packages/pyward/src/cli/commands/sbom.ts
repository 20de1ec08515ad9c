import type { Command } from "commander";
import type { Context } from "../context.ts";
import { useTwoHelps } from "../help.ts";
import { addIndexNames } from "../index-options.ts";
import {
  addBillOutputOptions,
  addConfigFileOptions,
  addDiscoveryOptions,
  addOutcomeOptions,
  addSelectionOptions,
  addTargetOptions,
  offlineOption,
} from "../options.ts";
import { addReadingOptions } from "../reading-options.ts";
import { addResolvingOptions } from "../resolve-options.ts";
import { selectionOf } from "../targets-of.ts";
import { rootsFor, wantedOf } from "../wanted-of.ts";
import type { BillOptions } from "../write-bill.ts";

/** `pyward sbom [PATH…]`. */
export function furnishSbom(command: Command, context: Context): void {
  command.description(
    "Lists what a project depends on as a software bill of materials. Reads as an audit does, and needs no advisories.",
  );
  addSelectionOptions(addDiscoveryOptions(addReadingOptions(command)));
  addOutcomeOptions(addTargetOptions(addBillOutputOptions(command))).addOption(offlineOption());
  addConfigFileOptions(addResolvingOptions(addIndexNames(command)));
  useTwoHelps(command, [
    "pyward sbom -o bom.json                     this directory as CycloneDX",
    "pyward sbom -f spdx-json .venv              what is installed as SPDX 2.3",
    "pyward sbom -f cyclonedx-json@1.5:bom.json -f spdx3-json:bom.spdx3.json",
  ]);
  command.action(async (paths: string[], typed: BillOptions) => {
    const { configureReading } = await import("../configuration.ts");
    const named = { paths: [...paths, ...typed.requirement], root: typed.root ?? null };
    const options = await configureReading({ command, options: typed, named }, context.io);
    const { writeBill } = await import("../write-bill.ts");
    const roots = await rootsFor(wantedOf(paths, options), options.rev, context.io);
    const selection = selectionOf(options);
    context.setExitCode(await writeBill({ roots, paths }, { ...options, selection }, context.io));
  });
}
