import { useEffect, useRef, useState } from "preact/hooks";
import type { FindingKind, ReportFinding } from "../../pyward/src/model/index.ts";
import { day } from "../../pyward/src/reports/shared/wording.ts";
import type { Entry } from "./entries.ts";
import { FindingDetail } from "./finding-detail.tsx";
import { shown } from "./shown.ts";
import { comparisonMarks, VERDICT_NAMES } from "./words.ts";

interface Props {
  readonly entry: Entry;
  /** No heading above says which package it is. */
  readonly isNamed: boolean;
  readonly isOpen: boolean;
}

/** One finding: a line that opens into all that is known of it. */
export function FindingRow({ entry, isNamed, isOpen }: Props) {
  const [open, setOpen] = useState(isOpen);
  const row = useRef<HTMLButtonElement>(null);
  useEffect(() => {
    if (isOpen) row.current?.scrollIntoView({ block: "center" });
  }, [isOpen]);
  const { finding, compared, key } = entry;
  return (
    <li class={`finding verdict-${finding.verdict.status}`}>
      <button
        ref={row}
        type="button"
        class="row"
        data-row
        aria-expanded={open}
        aria-controls={open ? `detail-${key}` : undefined}
        onClick={() => setOpen(!open)}
        onKeyDown={(event) => {
          if (event.key !== "Escape" || !open) return;
          event.stopPropagation();
          setOpen(false);
        }}
      >
        <Cells finding={finding} compared={compared} isNamed={isNamed} />
      </button>
      {open && (
        <div class="detail" id={`detail-${key}`}>
          <FindingDetail entry={entry} />
        </div>
      )}
    </li>
  );
}

interface CellsProps extends Pick<Entry, "finding" | "compared"> {
  readonly isNamed: boolean;
}

function Cells({ finding, compared, isNamed }: CellsProps) {
  const { id, aliases, fix, disclosed, kind } = finding;
  const cve = aliases.find((alias) => alias.startsWith("CVE-"));
  return (
    <>
      <Badge finding={finding} />
      <span class="ids">
        <span class="id">{shown(id)}</span>
        {cve !== undefined && <span class="quiet">{shown(cve)}</span>}
      </span>
      <span class="what">
        {isNamed && (
          <b>
            {shown(finding.package)} {shown(finding.version)}
          </b>
        )}
        <span class={finding.title === null ? "title quiet" : "title"}>{titleOf(finding, isNamed)}</span>
        <Marks finding={finding} compared={compared} />
      </span>
      <span class="fix">{fixText(kind, fix)}</span>
      <span class="date">{disclosed === null ? "" : shown(day(disclosed))}</span>
    </>
  );
}

function Badge({ finding: { kind, severity } }: { readonly finding: ReportFinding }) {
  const level = kind === "malware" || kind === "quarantined" ? "critical" : severity.level;
  return (
    <span class={`badge sev-${level}`}>
      {kind === "vulnerability" ? severity.level : kind}
      {severity.score !== null && <span class="score"> {severity.score.toFixed(1)}</span>}
    </span>
  );
}

/** Without the ` in PACKAGE` that the heading says already. */
function titleOf({ title, package: name }: ReportFinding, isNamed: boolean): string {
  if (title === null) return "No summary";
  const end = ` in ${name}`;
  return shown(!isNamed && title.endsWith(end) ? title.slice(0, -end.length) : title);
}

function Marks({ finding, compared }: Pick<Entry, "finding" | "compared">) {
  const { exploited, targets, verdict, confidence } = finding;
  const marks = [
    ...(compared === null ? [] : comparisonMarks(compared)),
    ...(verdict.status === "fail" ? [] : [VERDICT_NAMES[verdict.status]]),
    ...(targets === null ? [] : [`only where ${shown(targets)}`]),
    ...(confidence === "range" || confidence === "enumerated" ? [] : [confidence]),
  ];
  return (
    <>
      {exploited !== null && <span class="mark alarming">exploited since {shown(exploited.since)}</span>}
      {marks.map((mark) => (
        <span key={mark} class="mark">
          {mark}
        </span>
      ))}
    </>
  );
}

function fixText(kind: FindingKind, fix: ReportFinding["fix"]): string {
  if (fix === null) return kind === "vulnerability" ? "no fix" : "";
  return kind === "yanked"
    ? `${shown(fix.version)} is not yanked`
    : `${fix.basis === "solver" ? "cleared by" : "fixed in"} ${shown(fix.version)}`;
}
