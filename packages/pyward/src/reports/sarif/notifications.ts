import type { Report, ReportGap, ReportProject } from "../../model/index.ts";
import { asOfText } from "../shared/headline.ts";
import { neutralise } from "../shared/neutralise.ts";
import { physicalLocation } from "./locations.ts";

/** What could not be audited, in a run: a gap is no result, for nobody knows whether there is a flaw. */
export function notificationsOf(report: Report, projects: readonly ReportProject[], isCut: boolean) {
  const own = new Set(projects.map(({ id }) => id));
  const gaps = report.gaps.filter(({ project }) => project === null || own.has(project));
  const cut =
    "there are more findings than GitHub takes in one file: what fails comes first, the rest is left out";
  const then = asOfText(report);
  return [
    ...(then === null ? [] : [{ level: "note", message: { text: neutralise(`audited ${then}`) } }]),
    ...gaps.map(notificationOf),
    ...(isCut ? [{ level: "warning", message: { text: cut } }] : []),
  ];
}

function notificationOf({ code, name, reason, origin, expected }: ReportGap) {
  const about = name === null ? "" : `${name}: `;
  return {
    descriptor: { id: code },
    level: expected ? "note" : "warning",
    message: { text: neutralise(`could not be audited: ${about}${reason}`) },
    ...(origin === null ? {} : { locations: [{ physicalLocation: physicalLocation(origin) }] }),
  };
}
