import { realpathSync } from "node:fs";
import type { NewWaiver } from "../config/edit-waivers.ts";
import { parseConfig } from "../config/parse-config.ts";
import { findForeignIgnores, type ForeignIgnore } from "../find-foreign-ignores.ts";
import { nodeTree } from "../host/node/index.ts";
import { withWaivers } from "../prune-waivers.ts";
import { neutralise } from "../reports/shared/neutralise.ts";
import { nearestConfig, saveConfig } from "./config-to-edit.ts";
import type { IgnoreOptions } from "./ignore-options.ts";
import type { Io } from "./io.ts";

/** `pyward ignore import`: what other auditors are told to ignore here, as waivers that say where they come from. */
export async function importIgnores(options: IgnoreOptions, io: Io): Promise<number> {
  const { ignores, left } = await findForeignIgnores(nodeTree(realpathSync(io.cwd)), "");
  const file = await nearestConfig(options.config ?? null, io);
  const parsed = file.text === "" ? null : parseConfig(file);
  const known = new Set(
    parsed?.kind === "config" ? parsed.file.waivers.map(({ id }) => id?.toUpperCase()) : [],
  );
  const fresh = ignores.filter(({ id }) => !known.has(id.toUpperCase()));
  const text = fresh.length === 0 ? file.text : withWaivers(file, fresh.map(waiverOf));
  if (options.dryRun !== true && fresh.length > 0) saveConfig(file, text);
  const verb = options.dryRun === true ? "would add" : "added";
  const lines = [
    ...fresh.map((one) => `${verb} the waiver of ${one.id}: ${reasonOf(one)}`),
    ...ignores.flatMap(({ id }) => (known.has(id.toUpperCase()) ? [`${id} has a waiver already`] : [])),
    ...left.map(({ path, line, why }) => `left ${path}:${line}: ${why}`),
  ];
  if (lines.length === 0) lines.push("no other tool is told to ignore anything here");
  io.stdout.write(`${lines.map(neutralise).join("\n")}\n`);
  return 0;
}

/** The waiver that stands for it. */
export function waiverOf(ignore: ForeignIgnore): NewWaiver {
  return {
    id: ignore.id,
    reason: reasonOf(ignore),
    ...(ignore.expires === null ? {} : { expires: ignore.expires }),
    ...(ignore.untilFixed ? { until: "fixed" } : {}),
  };
}

function reasonOf({ reason, path, line }: ForeignIgnore): string {
  const from = `imported from ${path}:${line}`;
  return reason === null ? from : `${reason} (${from})`;
}
