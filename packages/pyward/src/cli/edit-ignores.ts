import { Command } from "commander";
import type { AuditRequest } from "../audit-request.ts";
import type { NewWaiver } from "../config/edit-waivers.ts";
import { endOfWaiver, placeText, PywardError, type Waiver } from "../model/index.ts";
import { findIdleWaivers, withoutWaivers, withWaivers, type IdleWaiver } from "../prune-waivers.ts";
import { neutralise } from "../reports/shared/neutralise.ts";
import { load } from "./apply-configuration.ts";
import { rootsOf } from "./audit-roots.ts";
import type { AddOptions, IgnoreOptions } from "./ignore-options.ts";
import { nearestConfig, openConfig, saveConfig } from "./config-to-edit.ts";
import { searchFor } from "./config-search.ts";
import { configure } from "./configuration.ts";
import type { Io } from "./io.ts";
import { openDatabase } from "./open-database.ts";
import {
  addAuditOptions,
  addDiscoveryOptions,
  addSelectionOptions,
  type AuditOptions,
  type DiscoveryOptions,
} from "./options.ts";
import { policyOf } from "./policy-of.ts";
import { progressFor } from "./progress.ts";
import { targetsOf } from "./targets-of.ts";
import { typedBy } from "./typed.ts";
import { VERSION } from "./version.ts";

/** `pyward ignore add`: writes one waiver. Throws PywardError for what is wrong with it or the file. */
export async function addIgnore(id: string | null, options: AddOptions, io: Io): Promise<number> {
  const { config, dryRun, ...fields } = options;
  if ((id === null) === (fields.gap === undefined))
    throw new PywardError("usage", "ignore add wants an id, or --gap CODE");
  const file = await nearestConfig(config ?? null, io);
  const waiver: NewWaiver = { ...(id === null ? {} : { id }), ...fields };
  const text = withWaivers(file, [waiver]);
  if (dryRun === true) {
    io.stdout.write(text);
    return 0;
  }
  saveConfig(file, text);
  io.stdout.write(`${neutralise(`added the waiver of ${id ?? fields.gap} to ${file.path}`)}\n`);
  return 0;
}

/** `pyward ignore list`: the waivers that hold for a folder, by file and line. */
export async function listIgnores(path: string, options: IgnoreOptions, io: Io): Promise<number> {
  const { command, options: typed } = auditCommand([]);
  const search = searchFor(
    { config: undefined, command, named: { paths: [path], root: null }, revision: null },
    io,
  );
  const applying = { command, options: typed, search, cache: new Map(), wholeFiles: new Map() };
  const { waivers } = await load(applying, [], io);
  const now = io.now().getTime();
  const listed = waivers.map((waiver) => ({
    waiver,
    isExpired: waiver.expires !== null && now >= endOfWaiver(waiver.expires),
  }));
  if (options.json === true) {
    const lines = listed.map(({ waiver: { span: _span, ...waiver }, isExpired }) => ({
      ...waiver,
      isExpired,
    }));
    io.stdout.write(`${JSON.stringify(lines, null, 2)}\n`);
    return 0;
  }
  const lines = listed.flatMap(({ waiver, isExpired }) => linesOf(waiver, isExpired));
  io.stdout.write(`${(lines.length === 0 ? ["there are no waivers"] : lines).map(neutralise).join("\n")}\n`);
  return 0;
}

function linesOf(waiver: Waiver, isExpired: boolean): readonly string[] {
  const { id, gap, kind, place, reason, owner, expires, untilFixed } = waiver;
  const parts = [
    waiver.package === null ? null : `package ${waiver.package}`,
    waiver.version === null ? null : `version ${waiver.version}`,
    waiver.path === null ? null : `path ${waiver.path}`,
    waiver.scopes.length === 0 ? null : `scope ${waiver.scopes.join(", ")}`,
    waiver.targets.length === 0 ? null : `target ${waiver.targets.join(", ")}`,
    owner === null ? null : `owner ${owner}`,
    expires === null ? null : `${isExpired ? "expired" : "until"} ${expires.slice(0, 10)}`,
    untilFixed ? "until a fix" : null,
  ].filter((part) => part !== null);
  return [
    `${id ?? `gap ${gap}`}  ${gap === null ? (kind ?? "accepted") : "gap"}  ${placeText(place)}`,
    `  ${reason ?? "no reason given"}`,
    ...(parts.length === 0 ? [] : [`  ${parts.join(" · ")}`]),
  ];
}

/** `pyward ignore prune`: removes the waivers that ended or do nothing, by an audit of all that they are about. */
export async function pruneIgnores(path: string, options: IgnoreOptions, io: Io): Promise<number> {
  const { request, files } = await requestFor(path, options, io);
  const idle = await findIdleWaivers(request);
  const going = idle.filter(({ keep }) => keep === null);
  for (const [shown, waivers] of Map.groupBy(going, ({ waiver }) => waiver.place.path)) {
    const absolute = files.get(shown);
    if (absolute === undefined) continue;
    const file = { ...openConfig(absolute, io), path: shown };
    const text = withoutWaivers(
      file,
      waivers.map(({ waiver }) => waiver),
    );
    if (options.dryRun !== true) saveConfig(file, text);
  }
  const verb = options.dryRun === true ? "would remove" : "removed";
  const lines = [
    ...going.map((one) => `${verb} ${said(one)}`),
    ...idle.flatMap((one) => (one.keep === null ? [] : [`kept ${said(one)}, but ${one.keep}`])),
  ];
  io.stdout.write(
    `${(lines.length === 0 ? ["every waiver is of use"] : lines).map(neutralise).join("\n")}\n`,
  );
  return 0;
}

function said({ waiver, state, fix }: IdleWaiver): string {
  const of = `the waiver of ${waiver.id ?? waiver.gap} (${placeText(waiver.place)})`;
  switch (state) {
    case "expired":
      return `${of}: it expired on ${(waiver.expires ?? "").slice(0, 10)}`;
    case "fixed":
      return `${of}: ${fix} has a fix`;
    case "gone":
      return `${of}: ${waiver.package} is not among the dependencies`;
    default:
      return `${of}: it matches nothing that was found`;
  }
}

type Options = AuditOptions & DiscoveryOptions;

/** The options of an audit as they are where nothing is typed, save these. */
function auditCommand(argv: readonly string[]) {
  const command = addAuditOptions(addSelectionOptions(addDiscoveryOptions(new Command("audit"))));
  command.parse([...argv], { from: "user" });
  return { command, options: command.opts<Options>() };
}

/** The audit of a whole folder under its own configuration. */
async function requestFor(path: string, { database }: IgnoreOptions, io: Io) {
  const { command, options: typed } = auditCommand(database === undefined ? [] : ["--database", database]);
  const named = { paths: [path], root: null };
  const { options, rules, policyFor, wholeFiles } = await configure(
    { typed: typedBy(command), options: typed, named },
    io,
  );
  const { recurse, exclude, include, environments } = options;
  const discovery = { recurse, exclude, include, environments: environments === true };
  const now = io.now();
  const request: AuditRequest = {
    roots: await rootsOf({ paths: [path], requirements: [], root: null, discovery }, io),
    targets: targetsOf(options),
    policy: policyOf(options, rules),
    ...(policyFor === undefined ? {} : { policyFor }),
    wholeFiles: wholeFiles ?? new Map(),
    allowGaps: [],
    exitZero: false,
    maxDbAge: options.maxDbAge,
    database: await openDatabase(options.database ?? null, io, now),
    now,
    toolVersion: VERSION,
    progress: progressFor(options, io),
  };
  return { request, files: wholeFiles ?? new Map<string, string>() };
}
