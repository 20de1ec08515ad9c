import { useMemo, useState } from "preact/hooks";
import type { Report } from "../../pyward/src/model/index.ts";
import { groupFindings, type Group } from "../../pyward/src/reports/shared/group-findings.ts";
import { adviceOf } from "./advice.ts";
import { More } from "./controls.tsx";
import type { Filter } from "./filter.ts";
import { brief, shown } from "./shown.ts";

interface Props {
  readonly report: Report;
  readonly choose: (part: Partial<Filter>) => void;
}

const AT_FIRST = 6;
const STEP = 200;

/** What to do first: a change for each package, the most urgent package first. */
export function Upgrades({ report, choose }: Props) {
  const [most, setMost] = useState(AT_FIRST);
  const groups = useMemo(() => groupFindings(report).filter((group) => adviceOf(group) !== null), [report]);
  if (groups.length === 0) return null;
  return (
    <section class="card" aria-labelledby="first">
      <h2 id="first">What to do first</h2>
      <ol class="steps">
        {groups.slice(0, most).map((group, at) => (
          <Step key={at} group={group} choose={choose} />
        ))}
      </ol>
      <More left={groups.length - most} step={STEP} onMore={() => setMost(most + STEP)} />
    </section>
  );
}

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
