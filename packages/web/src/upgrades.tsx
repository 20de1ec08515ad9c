import { useMemo, useState } from "preact/hooks";
import type { Report } from "../../pyward/src/model/index.ts";
import { groupFindings, type Group } from "../../pyward/src/reports/shared/group-findings.ts";
import { thousands } from "../../pyward/src/reports/shared/wording.ts";
import { adviceOf } from "./advice.ts";
import type { Filter } from "./filter.ts";
import { brief, shown } from "./shown.ts";

interface Props {
  readonly report: Report;
  readonly choose: (part: Partial<Filter>) => void;
}

const AT_FIRST = 6;

/** What to do first: a change for each package, the most urgent package first. */
export function Upgrades({ report, choose }: Props) {
  const [isAll, setAll] = useState(false);
  const groups = useMemo(() => groupFindings(report).filter((group) => adviceOf(group) !== null), [report]);
  if (groups.length === 0) return null;
  const listed = isAll ? groups.slice(0, MOST) : groups.slice(0, AT_FIRST);
  return (
    <section class="card" aria-labelledby="first">
      <h2 id="first">What to do first</h2>
      <ol class="steps">
        {listed.map((group, at) => (
          <Step key={at} group={group} choose={choose} />
        ))}
      </ol>
      {groups.length > AT_FIRST && (
        <button type="button" class="plain" aria-expanded={isAll} onClick={() => setAll(!isAll)}>
          {isAll ? "Show fewer" : `Show all ${thousands(groups.length)}`}
        </button>
      )}
    </section>
  );
}

const MOST = 1_000;

function Step({ group, choose }: Pick<Props, "choose"> & { readonly group: Group }) {
  const advice = adviceOf(group);
  if (advice === null) return null;
  return (
    <li>
      <div>
        <button type="button" class="link" onClick={() => choose({ search: group.package })}>
          {brief(group.package)}
        </button>{" "}
        <span class="version">{shown(group.version)}</span>
        {advice.to !== null && (
          <>
            {" → "}
            <b class="version to">{shown(advice.to)}</b>
          </>
        )}
      </div>
      <div class="quiet">{shown(advice.text)}</div>
    </li>
  );
}
