import { join } from "node:path";
import { isolate } from "../peers.ts";
import { onStage, type Reproduction, type Stage } from "./stage.ts";
import { counted, plural, rowsOf } from "./words.ts";

/** Points in which a run is lost, cut short, unreadable or slow. */
export const RUNNING: readonly Reproduction[] = [
  {
    number: 8,
    title: "pip-audit: one `fixed` that is not PEP 440 ends the whole run",
    rule: "A malformed part of one record costs at most that record. The other packages were asked for, too.",
    run: (options) =>
      onStage(options, {}, async (stage) => {
        const folder = await stage.project("neutron==2012.2", "django==2.2.0");
        const theirs = await stage.ask("pip-audit", folder);
        const ours = await stage.pyward(["-r", join(folder, "requirements.txt")]);
        return {
          peer: `pip-audit: ${counted(theirs)}`,
          pyward: counted(ours),
          right: isAbout(ours, "django"),
        };
      }),
  },
  {
    number: 9,
    title: "uv audit: one reference without a scheme ends the whole run",
    rule: "OSV schema, `references[].url`: a link is for people to read; that one cannot be parsed says nothing about the package.",
    run: (options) =>
      onStage(options, {}, async (stage) => {
        const folder = await stage.project("openmed==1.5.0", "django==2.2.0");
        const theirs = await stage.ask("uv audit", folder);
        const ours = await stage.pyward(["-r", join(folder, "requirements.txt")]);
        const right = isAbout(ours, "openmed") && isAbout(ours, "django");
        return { peer: `uv audit: ${counted(theirs)}`, pyward: counted(ours), right };
      }),
  },
  {
    number: 10,
    title: "pip-audit: only the first page of an answer is read",
    rule: "OSV API: while an answer carries `next_page_token` there is more. (The service is told to answer ten records a page.)",
    run: (options) =>
      onStage(options, { page: 10 }, async (stage) => {
        const folder = join(options.bench, "workloads", "w500");
        const theirs = await stage.ask("pip-audit", folder);
        const ours = await stage.pyward(["-r", join(folder, "requirements.txt")]);
        return {
          peer: `pip-audit: ${counted(theirs)}`,
          pyward: counted(ours),
          right: rowsOf(ours).length === 298,
        };
      }),
  },
  {
    number: 15,
    title: "pysentry: a line after the JSON on stdout",
    rule: "What `--format json` writes to stdout is JSON and nothing else; talk belongs on stderr.",
    run: (options) =>
      onStage(options, {}, async (stage) => {
        const folder = await stage.project("django==2.2.0");
        const theirs = await stage.ask("pysentry", folder);
        const ours = await stage.pyward(["-r", join(folder, "requirements.txt")]);
        return {
          peer: `pysentry, first run of a user: ${isJson(theirs.ended.stdout) ? "JSON" : "not JSON as a whole"}`,
          pyward: isJson(ours.ended.stdout) ? "JSON" : "not JSON",
          right: isJson(ours.ended.stdout),
        };
      }),
  },
  {
    number: 17,
    title: "osv-scanner, offline: time grows with packages × records",
    rule: "The records of one package are found by its name, so a package costs what its own records cost.",
    run: (options) =>
      onStage(options, {}, async (stage) => {
        const small = await timed(stage, "seed-old");
        const large = await timed(stage, "w1500");
        const [peer, pyward] = (["peer", "pyward"] as const).map(
          (who) => `4 pins ${small[who].toFixed(1)} s, 1,500 pins ${large[who].toFixed(1)} s`,
        );
        return { peer: `osv-scanner: ${peer}`, pyward: pyward ?? "", right: large.pyward < large.peer };
      }),
  },
  {
    number: 18,
    title: "pip-audit: one question after another, and nothing is remembered",
    rule: "The answers to the same questions an hour later are mostly the same; 76 packages at 50 ms an answer are 4 s of waiting, each time.",
    run: (options) =>
      onStage(options, {}, async (stage) => {
        const folder = join(options.bench, "workloads", "w50");
        await stage.ask("pip-audit", folder);
        const first = await questions(stage);
        await stage.ask("pip-audit", folder);
        const second = (await questions(stage)) - first;
        await stage.pyward(["-r", join(folder, "requirements.txt")]);
        const ours = (await questions(stage)) - second - first;
        return {
          peer: `pip-audit: ${plural(first, "question")}, and ${second} again the second time`,
          pyward: `${plural(ours, "question")}: the advisories are inside`,
          right: ours === 0,
        };
      }),
  },
];

function isAbout(ran: Awaited<ReturnType<Stage["pyward"]>>, name: string): boolean {
  return rowsOf(ran).some((row) => row.name === name);
}

function isJson(text: string): boolean {
  try {
    JSON.parse(text);
    return true;
  } catch {
    return false;
  }
}

async function timed(stage: Stage, name: string): Promise<{ peer: number; pyward: number }> {
  const folder = await isolate(stage.bench, join(stage.options.bench, "workloads", name), "requirements.txt");
  const theirs = await stage.ask("osv-scanner", folder);
  const ours = await stage.pyward(["-r", join(folder, "requirements.txt")]);
  return { peer: theirs.ended.seconds, pyward: ours.ended.seconds };
}

async function questions(stage: Stage): Promise<number> {
  const response = await fetch(`${stage.bench.url}/__stats`);
  const { requests } = (await response.json()) as { requests: Record<string, number> };
  return requests["/v1/query"] ?? 0;
}
