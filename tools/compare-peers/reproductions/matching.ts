import { join } from "node:path";
import { onStage, type Reproduction, type Stage } from "./stage.ts";
import { about, counted, has, plural, rowsOf, standing } from "./words.ts";

/** Points in which a peer decides wrongly whether a version is affected. */
export const MATCHING: readonly Reproduction[] = [
  {
    number: 1,
    title: "osv-scanner, offline: a GIT range that stands first ends the check",
    rule:
      "OSV schema, “Evaluation”: a version is affected if any range says so or if it is enumerated; a GIT range says nothing " +
      "about a release and must not end the loop. Here the enumeration has `2.2`, the file has `2.2.0`: PEP 440 calls them equal.",
    run: (options) =>
      onStage(options, {}, async (stage) => {
        const { ask, pyward } = await pinned(stage, "django==2.2.0");
        const [theirs, ours] = [await ask("osv-scanner"), await pyward()];
        const id = "PYSEC-2020-35";
        return { peer: `osv-scanner ${about(theirs, id)}`, pyward: about(ours, id), right: has(ours, id) };
      }),
  },
  {
    number: 2,
    title: "osv-scanner, offline: names are compared as text",
    rule: "PEP 503: `jw.util`, `JW-UTIL` and `jw-util` are one name. It has to be normalised on both sides, the advisory's too.",
    run: (options) =>
      onStage(options, {}, async (stage) => {
        const { ask, pyward } = await pinned(stage, "jw.util==2.2");
        const [theirs, ours] = [await ask("osv-scanner"), await pyward()];
        const id = "PYSEC-2020-341";
        return { peer: `osv-scanner ${about(theirs, id)}`, pyward: about(ours, id), right: has(ours, id) };
      }),
  },
  {
    number: 3,
    title: "osv-scanner, offline: a bound that is not PEP 440 makes a version affected that is not",
    rule:
      "The bounds of PYSEC-2026-686 (`7.2.0-12.1` …) are no PEP 440 versions, so they order nothing. " +
      "The record enumerates what it means; 2012.2 is not among it and lies above every fix.",
    run: (options) =>
      onStage(options, {}, async (stage) => {
        const { ask, pyward } = await pinned(stage, "neutron==2012.2");
        const [theirs, ours] = [await ask("osv-scanner"), await pyward()];
        const id = "PYSEC-2026-686";
        return { peer: `osv-scanner ${about(theirs, id)}`, pyward: about(ours, id), right: !has(ours, id) };
      }),
  },
  {
    number: 4,
    title:
      "pysentry: where a record enumerates versions, its range is not looked at; of several intervals only one is",
    rule:
      "OSV schema, “Evaluation”: the enumeration and the ranges are alternatives; either makes a version affected, and every " +
      "interval of a range counts. The service had answered with these records: they are dropped afterwards.",
    run: (options) =>
      onStage(options, {}, async (stage) => {
        const { ask, pyward } = await pinned(stage, "cinder==8.0.0", "nautobot==1.4.0a2", "zope==2.2.4");
        const [theirs, ours, truth] = [await ask("pysentry"), await pyward(), await ask("uv audit")];
        return {
          peer: `pysentry: ${counted(theirs)}; the service answers ${plural(rowsOf(truth).length, "record")}`,
          pyward: counted(ours),
          right: rowsOf(truth).every((row) => has(ours, row.ids[0] ?? "")),
        };
      }),
  },
  {
    number: 12,
    title: "uv audit, pysentry: withdrawn records are reported when the service sends them",
    rule: "OSV schema, `withdrawn`: the record must be treated as if it did not exist. osv-scanner offline and pip-audit drop it, too.",
    run: (options) =>
      onStage(options, { withdrawn: true }, async (stage) => {
        const { ask, pyward } = await pinned(stage, "redis==3.5.3");
        const withdrawn = ["PYSEC-2022-43162", "PYSEC-2023-312", "PYSEC-2023-73"];
        const said = [];
        for (const peer of ["uv audit", "pysentry", "pip-audit"] as const) {
          const theirs = rowsOf(await ask(peer));
          const own = withdrawn.filter((id) => theirs.some((row) => row.ids[0] === id));
          said.push(`${peer}: ${own.length} of ${withdrawn.length} withdrawn records`);
        }
        const ours = rowsOf(await pyward(["--database", stage.bench.archive])).map((row) => row.ids[0] ?? "");
        const shown = withdrawn.filter((id) => ours.includes(id)).length;
        return { peer: said.join("; "), pyward: `${shown} of ${withdrawn.length}`, right: shown === 0 };
      }),
  },
  {
    number: 14,
    title: "All: records with a bound such as `2.10.0-NA` that enumerate nothing",
    rule:
      "23 live records have such a bound. A silent tool calls the version clean, which nothing says. pyward reads `X-NA` as X and " +
      "says so (`repaired`); where that does not decide, it shows the record for review and never drops it. The loopback service " +
      "takes such a bound as below every version and so reports each; osv-scanner offline reports none.",
    run: (options) =>
      onStage(options, {}, async (stage) => {
        const { ask, pyward } = await pinned(stage, "apache-airflow==2.8.0", "torch==2.5.0", "exiv2==0.17.0");
        const ids = ["PYSEC-2024-266", "PYSEC-2025-192", "PYSEC-2025-189", "PYSEC-2019-257"];
        const [theirs, ours] = [await ask("osv-scanner"), await pyward()];
        return {
          peer: `osv-scanner reports ${ids.filter((id) => has(theirs, id)).length} of ${ids.join(", ")}`,
          pyward: ids.map((id) => standing(ours, id)).join("; "),
          right: ids.every((id) => has(ours, id)),
        };
      }),
  },
];

interface Pinned {
  readonly folder: string;
  readonly ask: (peer: Parameters<Stage["ask"]>[0]) => ReturnType<Stage["ask"]>;
  readonly pyward: (options?: readonly string[]) => ReturnType<Stage["pyward"]>;
}

async function pinned(stage: Stage, ...pins: readonly string[]): Promise<Pinned> {
  const folder = await stage.project(...pins);
  return {
    folder,
    ask: (peer) => stage.ask(peer, folder),
    pyward: (options) => stage.pyward(["-r", join(folder, "requirements.txt")], options),
  };
}
