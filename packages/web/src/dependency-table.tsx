import { useMemo, useState } from "preact/hooks";
import { compareText, type Report, type ReportDependency } from "../../pyward/src/model/index.ts";
import { counted, place, thousands } from "../../pyward/src/reports/shared/wording.ts";
import { ColumnHeads } from "./column-heads.tsx";
import { More } from "./controls.tsx";
import { matchesDependency, wordsOf } from "./entries.ts";
import type { Filter } from "./filter.ts";
import { SearchField } from "./search-field.tsx";
import { shown } from "./shown.ts";
import { wayIn } from "./words.ts";

interface Props {
  readonly report: Report;
  readonly choose: (part: Partial<Filter>) => void;
}

const STEP = 200;

/** What the project depends on, with the number of findings. */
export function DependencyTable({ report, choose }: Props) {
  const [search, setSearch] = useState("");
  const [most, setMost] = useState(STEP);
  const counts = useMemo(() => Map.groupBy(report.findings, ({ dependency }) => dependency), [report]);
  const sorted = useMemo(() => report.dependencies.toSorted((a, b) => compareText(a.name, b.name)), [report]);
  const words = wordsOf(search);
  const found = sorted.filter((dependency) => matchesDependency(dependency, words));
  return (
    <>
      <SearchField label="Search the dependencies" value={search} onSearch={setSearch} />
      <p role="status" class="result">
        {counted(found.length, "dependency", "dependencies")}
      </p>
      <div class="scroll" tabIndex={0} role="group" aria-label="Dependencies">
        <table class="wide">
          <ColumnHeads names={["Package", "Version", "Comes in", "Scope", "Where", "Findings"]} />
          <tbody>
            {found.slice(0, most).map((one) => (
              <Row
                key={one.ref}
                dependency={one}
                findings={counts.get(one.ref)?.length ?? 0}
                choose={choose}
              />
            ))}
          </tbody>
        </table>
      </div>
      <More left={found.length - most} step={STEP} onMore={() => setMost(most + STEP)} />
    </>
  );
}

interface RowProps extends Pick<Props, "choose"> {
  readonly dependency: ReportDependency;
  readonly findings: number;
}

function Row({ dependency, findings, choose }: RowProps) {
  const { name, version, scopes, origins, pin, basis } = dependency;
  const [origin] = origins;
  return (
    <tr>
      <th scope="row">{shown(name)}</th>
      <td>{version === null ? <span class="quiet">{pin}</span> : shown(version)}</td>
      <td>{shown(wayIn(dependency))}</td>
      <td>{scopes.map(shown).join(", ")}</td>
      <td>
        {origin === undefined ? "" : shown(place(origin))} <span class="quiet">{basis}</span>
      </td>
      <td>
        {findings === 0 ? (
          <span class="quiet">none</span>
        ) : (
          <button
            type="button"
            class="link"
            aria-label={`${findings} of ${shown(name)}: show them`}
            onClick={() => choose({ search: name })}
          >
            {thousands(findings)}
          </button>
        )}
      </td>
    </tr>
  );
}
