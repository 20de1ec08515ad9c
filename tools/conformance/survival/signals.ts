import { gzipSync } from "node:zlib";
import type { Fault, Mirror } from "./mirror.ts";
import { wholeOf } from "./stored.ts";

const IDS = ["kev", "epss"] as const;
type Id = (typeof IDS)[number];

/** CVEs besides those of the records. */
const OTHERS = Array.from({ length: 20_000 }, (_, at) => `CVE-1999-${10_000 + at}`);
/** More of them than the real catalogue has: one that names fewer than what is known would be refused. */
const LISTED = 2_500;
let day = 0;

/** Both catalogues of the next day, about the CVEs of the records and more. */
export function publish(mirror: Mirror): void {
  day++;
  mirror.others.set("/kev", { body: kevOf(mirror, dayText(day)), fault: "none" });
  mirror.others.set("/epss", { body: gzipSync(scoresOf(mirror, dayText(day))), fault: "none" });
}

function dayText(number: number): string {
  return new Date(Date.UTC(2026, 6, number)).toISOString().slice(0, 10);
}

function cvesOf({ records }: Mirror): readonly string[] {
  const aliases = [...records.values()].flatMap((record) =>
    Array.from(Object(record)["aliases"] ?? [], String),
  );
  return [...new Set(aliases.filter((id) => id.startsWith("CVE-")))].toSorted();
}

function kevOf(mirror: Mirror, date: string): Buffer {
  const vulnerabilities = [...cvesOf(mirror).slice(0, 1_500), ...OTHERS.slice(0, LISTED)].map((cveID) => ({
    cveID,
    dateAdded: date,
  }));
  return Buffer.from(JSON.stringify({ dateReleased: `${date}T00:00:00Z`, vulnerabilities }));
}

function scoresOf(mirror: Mirror, date: string, most = Number.POSITIVE_INFINITY): string {
  const rows = [...OTHERS, ...cvesOf(mirror)].slice(0, most);
  const lines = rows.map((cve, at) => `${cve},${((at + day) % 1_000) / 1_000},0.5`);
  return [`#model_version:v1,score_date:${date}T00:00:00Z`, "cve,epss,percentile", ...lines, ""].join("\n");
}

interface Run {
  readonly code: number | null;
  readonly stderr: string;
}

/** One of the two suppliers fails: of it nothing is taken, of the other what it has, and the exit code is 3. */
export async function signalFaults(
  { mirror, home }: { readonly mirror: Mirror; readonly home: string },
  update: (shell: string) => Promise<Run>,
): Promise<Record<string, string>> {
  const rows: Record<string, string> = {};
  const meet = async (name: string, id: Id, spoil: () => void): Promise<void> => {
    publish(mirror);
    spoil();
    const before = wholeOf(home).info.signals;
    const { code, stderr } = await update("");
    const after = wholeOf(home).info.signals;
    const other = id === "kev" ? "epss" : "kev";
    const outcome = [
      `${id} ${after[id]?.date === before[id]?.date ? "kept" : "CHANGED"}`,
      `${other} ${after[other]?.date === dayText(day) ? "taken" : "LEFT"}`,
      `exit ${code}`,
    ].join(", ");
    rows[`${name}, ${id}`] = `${outcome}: ${stderr.split("\n")[0] ?? ""}`.replaceAll(
      /127\.0\.0\.1:\d+/g,
      "osv.example",
    );
    if (outcome !== `${id} kept, ${other} taken, exit 3`)
      throw new Error(`${name}: ${rows[`${name}, ${id}`]}`);
  };
  const bodyOf = (id: Id): Buffer => mirror.others.get(`/${id}`)?.body ?? Buffer.alloc(0);
  const spoiled =
    (id: Id, body: Buffer, fault: Fault = "none") =>
    (): void =>
      void mirror.others.set(`/${id}`, { body, fault });
  for (const id of IDS) {
    for (const fault of ["503", "cut-off", "html", "empty"] as const)
      await meet(fault, id, () => spoiled(id, bodyOf(id), fault)());
    await meet("no such file", id, () => void mirror.others.delete(`/${id}`));
    await meet("half of a whole answer", id, () =>
      spoiled(id, bodyOf(id).subarray(0, bodyOf(id).length >> 1))(),
    );
  }
  await meet("damaged", "epss", () => spoiled("epss", bodyOf("epss"), "damaged")());
  await meet("without rows", "epss", spoiled("epss", gzipSync(scoresOf(mirror, "2099-01-01", 0))));
  await meet("of an earlier day", "epss", () => spoiled("epss", gzipSync(scoresOf(mirror, "2026-01-01")))());
  await meet("of an earlier day", "kev", () => spoiled("kev", kevOf(mirror, "2026-01-01"))());
  return { ...rows, "a clock of 1990, signals": await clock(home, mirror, update) };
}

/** New signals are taken, and no time of a feed goes back. */
async function clock(home: string, mirror: Mirror, update: (shell: string) => Promise<Run>): Promise<string> {
  publish(mirror);
  const before = wholeOf(home).feeds;
  const { code } = await update("export PYWARD_NOW=1990-01-01T00:00:00Z");
  const { info, feeds } = wholeOf(home);
  const isBack = before.some(
    ({ feed, lastUpdate }) => (feeds.find((one) => one.feed === feed)?.lastUpdate ?? "") < lastUpdate,
  );
  const outcome = `${info.signals.kev?.date === dayText(day) ? "taken" : "LEFT"}, ${isBack ? "BACK" : "no time back"}, exit ${code}`;
  if (outcome !== "taken, no time back, exit 0") throw new Error(`a clock of 1990: ${outcome}`);
  return outcome;
}
