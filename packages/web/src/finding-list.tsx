import { useEffect, useState } from "preact/hooks";
import type { Report, ReportDependency } from "../../pyward/src/model/index.ts";
import type { Group } from "../../pyward/src/reports/shared/group-findings.ts";
import { claim, place } from "../../pyward/src/reports/shared/wording.ts";
import { adviceOf } from "./advice.ts";
import { More } from "./controls.tsx";
import { FindingRow } from "./finding-row.tsx";
import { shown } from "./shown.ts";
import { firstOf, type Section } from "./sort.ts";
import { wayIn } from "./words.ts";

interface Props {
  readonly sections: readonly Section[];
  readonly report: Report;
  /** Fingerprint of the finding that is open at first. */
  readonly open: string;
}

const AT_FIRST = 60;
const STEP = 200;
const ON_PAPER = 2_000;

/** The findings under their packages. A long list is shown in parts: ten thousand rows nobody reads, and every browser waits for. */
export function FindingList({ sections, report, open }: Props) {
  const total = sections.reduce((sum, { entries }) => sum + entries.length, 0);
  const [most, setMost] = useState(() => Math.max(AT_FIRST, placeOf(sections, open) + 1));
  useEffect(() => {
    const showForPaper = (): void => setMost((shownNow) => Math.max(shownNow, ON_PAPER));
    addEventListener("beforeprint", showForPaper);
    return () => removeEventListener("beforeprint", showForPaper);
  }, []);
  return (
    <div class="list">
      {total === 0 && <p class="nothing">{emptyText(report)}</p>}
      {firstOf(sections, most).map(({ group, entries }, at) => (
        <section key={at} class="group">
          {group === null ? <h2 class="hidden">Findings</h2> : <GroupHead group={group} />}
          <ul>
            {entries.map((entry) => (
              <FindingRow
                key={entry.key}
                entry={entry}
                isNamed={group === null}
                isOpen={open !== "" && entry.finding.fingerprint === open}
              />
            ))}
          </ul>
        </section>
      ))}
      <More left={total - most} step={STEP} onMore={() => setMost(most + STEP)} />
    </div>
  );
}

function placeOf(sections: readonly Section[], fingerprint: string): number {
  if (fingerprint === "") return -1;
  return sections
    .flatMap(({ entries }) => entries)
    .findIndex(({ finding }) => finding.fingerprint === fingerprint);
}

function emptyText({ findings, status }: Report): string {
  if (findings.length > 0) return "No finding is like this.";
  return status === "incomplete"
    ? "Nothing was found in what could be audited. See what was not audited."
    : "Nothing was found.";
}

function GroupHead({ group }: { readonly group: Group }) {
  const { package: name, version, project, dependency } = group;
  const advice = adviceOf(group);
  return (
    <div class="group-head">
      <h2>
        {shown(name)} <span class="version">{shown(version)}</span>
      </h2>
      <p class="quiet">
        {[
          ...(project === null ? [] : [`in ${shown(project)}`]),
          ...(dependency === null ? [] : circumstances(dependency)),
        ].join(" · ")}
      </p>
      {advice !== null && (
        <p class={`advice ${advice.tone}`}>
          <span aria-hidden="true">→ </span>
          {advice.to === null ? shown(advice.text) : `Upgrade to ${shown(advice.to)}: ${advice.text}`}
        </p>
      )}
    </div>
  );
}

function circumstances(dependency: ReportDependency): readonly string[] {
  const { origins, scopes, marker, manager, embeddedIn } = dependency;
  const [first, ...others] = origins;
  const where =
    first === undefined
      ? []
      : [
          `${claim(dependency)}${shown(place(first))}${others.length === 0 ? "" : ` and ${others.length} more`}`,
        ];
  return [
    ...where,
    shown(wayIn(dependency)),
    ...(scopes.includes("main") ? [] : [`only ${scopes.map(shown).join(", ")}`]),
    ...(marker === null ? [] : [`if ${shown(marker)}`]),
    ...(embeddedIn === null ? [] : ["a copy inside of another release"]),
    ...(manager === null ? [] : [`managed by ${manager}`]),
  ];
}
