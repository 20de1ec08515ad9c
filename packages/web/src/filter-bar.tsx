import { useMemo } from "preact/hooks";
import { compareText, type Report } from "../../pyward/src/model/index.ts";
import { SEVERITIES, VERDICTS } from "../../pyward/src/reports/shared/group-findings.ts";
import { countBy, counted, thousands } from "../../pyward/src/reports/shared/wording.ts";
import type { View } from "./address.ts";
import { Chip, Choice } from "./controls.tsx";
import type { Entry } from "./entries.ts";
import { ALL, isFiltering, toggled, type Filter } from "./filter.ts";
import { periodName } from "./periods.ts";
import { shown } from "./shown.ts";
import { isSort, SORTS, type Sort } from "./sort.ts";
import { VERDICT_NAMES } from "./words.ts";

interface Props {
  readonly report: Report;
  readonly filter: Filter;
  readonly sort: Sort;
  readonly found: readonly Entry[];
  readonly change: (part: Partial<View>) => void;
  readonly choose: (part: Partial<Filter>) => void;
}

const SORT_CHOICES = Object.entries(SORTS).flatMap(([sort, name]) =>
  isSort(sort) ? [[sort, name] as const] : [],
);

/** Search, filters, order, and how many findings they leave. */
export function FilterBar({ report, filter, sort, found, change, choose }: Props) {
  return (
    <search class="filters">
      <div class="line">
        <label class="search">
          <span class="hidden">Search the findings</span>
          <input
            id="search"
            type="search"
            placeholder="Search packages, ids, titles, files"
            autocomplete="off"
            spellcheck={false}
            value={filter.search}
            onInput={(event) => choose({ search: event.currentTarget.value })}
          />
          <kbd aria-hidden="true">/</kbd>
        </label>
        <Choice
          label="Order"
          value={sort}
          choices={SORT_CHOICES}
          onChoose={(value) => change({ sort: value })}
        />
      </div>
      <Chips report={report} filter={filter} choose={choose} />
      <Choices report={report} filter={filter} choose={choose} />
      <div class="line result">
        <p role="status">{resultText(report, found)}</p>
        {isFiltering(filter) && (
          <button type="button" class="plain" onClick={() => choose(ALL)}>
            Show all
          </button>
        )}
      </div>
    </search>
  );
}

function resultText({ findings }: Report, found: readonly Entry[]): string {
  if (findings.length === 0) return "No findings";
  const packages = new Set(found.map(({ finding }) => finding.package)).size;
  const all = found.length === findings.length ? "" : ` of ${thousands(findings.length)}`;
  return `${thousands(found.length)}${all} ${findings.length === 1 ? "finding" : "findings"} in ${counted(packages, "package")}`;
}

type FilterProps = Pick<Props, "report" | "filter" | "choose">;

function Chips({ report: { findings, comparison }, filter, choose }: FilterProps) {
  const { severities, verdicts, exploited, fixable, disclosed } = filter;
  const levels = useMemo(() => countBy(findings, ({ severity }) => severity.level, SEVERITIES), [findings]);
  const judged = useMemo(() => countBy(findings, ({ verdict }) => verdict.status, VERDICTS), [findings]);
  return (
    <div class="line chips">
      {levels.map(([level, count]) => (
        <Chip
          key={level}
          isOn={severities.includes(level)}
          onToggle={() => choose({ severities: toggled(severities, level) })}
        >
          <span class={`dot sev-${level}`} aria-hidden="true" />
          {level} <span class="count">{thousands(count)}</span>
        </Chip>
      ))}
      {judged.length > 1 &&
        judged.map(([verdict, count]) => (
          <Chip
            key={verdict}
            isOn={verdicts.includes(verdict)}
            onToggle={() => choose({ verdicts: toggled(verdicts, verdict) })}
          >
            {VERDICT_NAMES[verdict]} <span class="count">{thousands(count)}</span>
          </Chip>
        ))}
      {comparison !== null && (
        <Chip isOn={filter.fresh} onToggle={() => choose({ fresh: !filter.fresh })}>
          new
        </Chip>
      )}
      <Chip isOn={exploited} onToggle={() => choose({ exploited: !exploited })}>
        exploited
      </Chip>
      <Chip isOn={fixable} onToggle={() => choose({ fixable: !fixable })}>
        with a fix
      </Chip>
      {filter.unverified && (
        <Chip isOn onToggle={() => choose({ unverified: false })}>
          unverified
        </Chip>
      )}
      {disclosed !== "" && (
        <Chip isOn onToggle={() => choose({ disclosed: "" })}>
          disclosed in {periodName(disclosed)}
        </Chip>
      )}
    </div>
  );
}

function Choices({ report, filter, choose }: FilterProps) {
  const { projects, dependencies } = report;
  const scopes = useMemo(
    () => [...new Set(dependencies.flatMap((one) => one.scopes))].toSorted(compareText),
    [dependencies],
  );
  const ways = new Set(dependencies.map(({ direct }) => direct));
  return (
    <div class="line choices">
      {projects.length > 1 && (
        <Choice
          label="Project"
          value={filter.project}
          choices={[["", "all"], ...projects.map(({ id, root }) => [id, shown(root)] as const)]}
          onChoose={(project) => choose({ project })}
        />
      )}
      {scopes.length > 1 && (
        <Choice
          label="Scope"
          value={filter.scope}
          choices={[["", "all"], ...scopes.map((scope) => [scope, shown(scope)] as const)]}
          onChoose={(scope) => choose({ scope })}
        />
      )}
      {ways.size > 1 && (
        <Choice
          label="Way in"
          value={filter.way}
          choices={[
            ["", "direct and transitive"],
            ["direct", "direct"],
            ["transitive", "transitive"],
          ]}
          onChoose={(way) => choose({ way })}
        />
      )}
    </div>
  );
}
