import type { Report, ReportDependency, ReportOrigin } from "../../model/index.ts";
import { neutralise } from "../shared/neutralise.ts";

/** Where the dependency is said; where no place is known, the project's own file or folder, for GitHub shows nothing without one. */
export function locationsOf(dependency: ReportDependency | null, report: Report, project: string) {
  const origins = dependency?.origins ?? [];
  return (origins.length === 0 ? [fallback(report, project)] : origins).map((origin) => ({
    physicalLocation: physicalLocation(origin),
    ...(dependency === null
      ? {}
      : {
          logicalLocations: [
            {
              kind: "package",
              name: neutralise(dependency.name),
              fullyQualifiedName: neutralise(dependency.purl),
            },
          ],
        }),
    ...messageOf(origin, dependency),
  }));
}

function messageOf({ layer }: Place, dependency: ReportDependency | null) {
  if (layer !== null && layer !== undefined) return { message: { text: `layer ${neutralise(layer)}` } };
  return dependency?.basis === "mentioned" ? { message: { text: MENTIONED } } : {};
}

const MENTIONED = "a command is mentioned here that installs it; whether it runs is not known";

type Place = Pick<ReportOrigin, "path" | "line" | "column"> & { readonly layer?: string | null };

export function physicalLocation({ path, line, column }: Place) {
  return {
    artifactLocation: { uri: uriOf(path) },
    ...(line === null || line < 1
      ? {}
      : { region: { startLine: line, ...(column === null || column < 1 ? {} : { startColumn: column }) } }),
  };
}

function fallback(report: Report, id: string): Place {
  const project = report.projects.find((one) => one.id === id);
  return { path: project?.sources[0]?.path ?? project?.root ?? ".", line: null, column: null };
}

/** A relative reference (RFC 3986, 4.2), by segments; what is hidden or half a character is escaped as it is shown. */
function uriOf(path: string): string {
  const segments = neutralise(path).replaceAll("\\", "%5C").split("/").map(segmentOf).join("/");
  return /^[A-Za-z][A-Za-z0-9+.-]*:/.test(segments) ? `./${segments}` : segments;
}

function segmentOf(segment: string): string {
  return encodeURIComponent(segment.replaceAll("%5C", "\\"));
}
