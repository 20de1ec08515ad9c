import type { Report, ReportGap, Upgrade } from "../../model/index.ts";
import { asOfText } from "../shared/headline.ts";
import { groupFindings, type Group } from "../shared/group-findings.ts";
import { kindsText } from "../shared/headline.ts";
import { stuckText } from "../shared/kind-words.ts";
import { neutralise } from "../shared/neutralise.ts";
import type { Reporter } from "../shared/reporter.ts";
import { counted } from "../shared/wording.ts";
import { meta } from "./meta.ts";

/** The workflow commands `error`, `warning` and `notice` of GitHub Actions. */
export const github: Reporter = { meta, render };

function render(report: Report): string {
  const kept = report.findings.filter(({ verdict }) => verdict.status === "baseline").length;
  // A note at a line says what is to be done there; what the base has is counted below.
  const news = report.findings.filter(({ verdict }) => verdict.status !== "baseline");
  const groups = groupFindings({ ...report, findings: news }).map(annotationOf);
  const gaps = report.gaps.filter(({ expected }) => !expected).map(gapAnnotation);
  const { findings, coverage } = report;
  const found = findings.length === 0 ? "0 known vulnerabilities" : kindsText(findings);
  const audited = `${coverage.audited} of ${counted(coverage.asked, "dependency", "dependencies")} audited`;
  const then = asOfText(report);
  const known = kept === 0 ? "" : ` (${kept} in the baseline)`;
  return `${[...groups, ...gaps].map(write).join("")}pyward: ${report.status}, ${found}${known}, ${audited}${then === null ? "" : `, ${data(then)}`}\n`;
}

interface Annotation {
  readonly level: "error" | "warning" | "notice";
  readonly title: string;
  readonly message: string;
  readonly origin: {
    readonly path: string;
    readonly line: number | null;
    readonly column: number | null;
  } | null;
}

function annotationOf({ dependency, package: name, version, upgrade, findings }: Group): Annotation {
  const failing = findings.filter(({ verdict }) => verdict.status === "fail");
  const told = failing.length > 0 ? failing : findings;
  const ids = told.slice(0, 5).map(({ id, aliases, severity, kind, title }) => {
    const cve = aliases.find((alias) => alias.startsWith("CVE-"));
    if (kind !== "vulnerability" && title !== null) return `${id} (${title})`;
    return `${id}${cve === undefined ? "" : ` ${cve}`} (${severity.level})`;
  });
  const more = told.length > ids.length ? `, and ${told.length - ids.length} more` : "";
  return {
    level: failing.length > 0 ? "error" : "notice",
    title: `${name} ${version}${dependency?.basis === "mentioned" ? " (mentioned)" : ""}: ${kindsText(told)}`,
    message: `${ids.join(", ")}${more}${adviceOn(upgrade)}`,
    origin: dependency?.origins[0] ?? null,
  };
}

function adviceOn(upgrade: Upgrade | null): string {
  const stuck = stuckText(upgrade);
  if (upgrade === null || upgrade.to === null) return stuck === null ? "" : `; ${stuck}`;
  return `; upgrade to ${upgrade.to} clears ${upgrade.clears} of ${upgrade.of}`;
}

function gapAnnotation({ code, name, reason, origin }: ReportGap): Annotation {
  const about = name === null ? "" : `${name}: `;
  return { level: "warning", title: `Not audited: ${code}`, message: `${about}${reason}`, origin };
}

function write({ level, title, message, origin }: Annotation): string {
  const places =
    origin === null
      ? []
      : [["file", origin.path], ...(origin.line === null ? [] : [["line", String(origin.line)]])];
  const properties = [...places, ["title", title]].map(
    ([key = "", value = ""]) => `${key}=${property(value)}`,
  );
  return `::${level} ${properties.join(",")}::${data(message)}\n`;
}

/** What the runner decodes of a message: percent signs and line ends. */
function data(text: string): string {
  return neutralise(text).replaceAll("%", "%25");
}

/** The same of a property, which a colon or comma would end. */
function property(text: string): string {
  return data(text).replaceAll(":", "%3A").replaceAll(",", "%2C");
}
