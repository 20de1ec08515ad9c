import type { ProjectDependency } from "../inventory/merge-sources.ts";
import { INTERPRETER, type ReleaseAge, type ReportDependency, type Upgrade } from "../model/index.ts";
import { pypiPurl } from "../python/index.ts";
import type { AuditedProject } from "./audited-project.ts";
import { byNameVersionRef } from "./order.ts";

/** Every dependency of every project, by name, version and ref. */
export function dependenciesOf(projects: readonly AuditedProject[]): readonly ReportDependency[] {
  return projects.flatMap(dependenciesOfProject).toSorted(byNameVersionRef);
}

function dependenciesOfProject(project: AuditedProject): readonly ReportDependency[] {
  const applies = applyingIn(project);
  return project.dependencies.map((dependency) => {
    const paths = project.paths.get(dependency.ref);
    return {
      ref: dependency.ref,
      project: project.id,
      name: dependency.name,
      version: dependency.version,
      purl: purlOf(dependency),
      pin: dependency.pin,
      basis: dependency.basis,
      source: dependency.source,
      hashes: dependency.hashes,
      ...(dependency.attestationIdentities === undefined
        ? {}
        : { attestationIdentities: dependency.attestationIdentities }),
      ...withAge(project.ages?.get(dependency.ref)),
      direct: dependency.direct,
      scopes: dependency.scopes,
      marker: dependency.marker,
      manager: dependency.manager,
      embeddedIn: dependency.embeddedIn,
      dependsOn: (project.needs.get(dependency.ref) ?? []).filter(applies),
      origins: dependency.origins.map(({ path, line, column, layer }) => ({
        path: project.display(path),
        line,
        column,
        layer,
      })),
      paths: paths?.paths ?? [],
      pathsTotal: paths?.total ?? 0,
    };
  });
}

function purlOf({ name, version, isInterpreter }: ProjectDependency): string {
  return isInterpreter === true ? `${INTERPRETER}@${version ?? ""}` : pypiPurl(name, version);
}

function withAge(release: ReleaseAge | undefined): Pick<ReportDependency, "release"> {
  return release === undefined ? {} : { release };
}

/** Edges to what applies to none of the declared targets lead nowhere. */
function applyingIn({ dependencies, inapplicable }: AuditedProject): (ref: string) => boolean {
  if (inapplicable === 0) return () => true;
  const refs = new Set(dependencies.map(({ ref }) => ref));
  return (ref) => refs.has(ref);
}

/** One for each dependency that has findings. */
export function upgradesOf(projects: readonly AuditedProject[]): readonly Upgrade[] {
  return projects.flatMap(({ upgrades }) =>
    upgrades.map(({ dependency, step }) => ({
      dependency: dependency.ref,
      package: dependency.name,
      from: dependency.version ?? "",
      to: step.to,
      clears: step.clears,
      of: step.of,
    })),
  );
}
