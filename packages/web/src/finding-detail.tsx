import type { ComponentChildren } from "preact";
import type { FindingRecord, ReportDependency, ReportFinding } from "../../pyward/src/model/index.ts";
import { counted, day, place } from "../../pyward/src/reports/shared/wording.ts";
import { FIRST_VIEW, toHash } from "./address.ts";
import { ColumnHeads } from "./column-heads.tsx";
import type { Entry } from "./entries.ts";
import { OutsideLink } from "./outside-link.tsx";
import { shown, shownProse } from "./shown.ts";
import { CONFIDENCES, EVIDENCE, VERDICT_NAMES, waiverText } from "./words.ts";

/** All that the report knows of a finding. */
export function FindingDetail({ entry: { finding, group } }: { readonly entry: Entry }) {
  const { dependency, layers } = group;
  return (
    <>
      {finding.description !== null && <p class="prose">{shownProse(finding.description)}</p>}
      <dl>
        <Links finding={finding} />
        <Rating finding={finding} />
        <Repair finding={finding} />
        {dependency !== null && <WayIn dependency={dependency} />}
        {dependency !== null && <Places dependency={dependency} layers={layers} />}
        <Judgement finding={finding} />
        <Times finding={finding} />
      </dl>
      <Records finding={finding} />
    </>
  );
}

function Fact({ name, children }: { readonly name: string; readonly children: ComponentChildren }) {
  return (
    <div>
      <dt>{name}</dt>
      <dd>{children}</dd>
    </div>
  );
}

interface OfFinding {
  readonly finding: ReportFinding;
}

function Links({ finding: { url, aliases, id, fingerprint } }: OfFinding) {
  return (
    <>
      <Fact name="Advisory">
        <OutsideLink url={url} />
      </Fact>
      {aliases.length > 0 && <Fact name="Also known as">{aliases.map(shown).join(", ")}</Fact>}
      <Fact name="On this page">
        <a href={`#${toHash({ ...FIRST_VIEW, finding: fingerprint })}`}>Link to {shown(id)}</a>
      </Fact>
    </>
  );
}

function Rating({ finding: { severity, exploited, epss } }: OfFinding) {
  return (
    <>
      <Fact name="Severity">
        {severity.level}
        {severity.score !== null && ` ${severity.score.toFixed(1)}`}
        {severity.vector !== null && <code class="vector">{shown(severity.vector)}</code>}
        {severity.source !== null && <span class="quiet"> by {shown(severity.source)}</span>}
      </Fact>
      {exploited !== null && (
        <Fact name="Exploited">
          Listed by CISA as exploited since <span class="whole">{shown(exploited.since)}</span>
        </Fact>
      )}
      {epss !== null && (
        <Fact name="EPSS">
          {(epss.probability * 100).toFixed(1)} % within 30 days, above {(epss.percentile * 100).toFixed(0)} %
          of all ({shown(epss.date)})
        </Fact>
      )}
    </>
  );
}

const BASIS = {
  advisory: "by the advisories",
  index: "by the package index",
  solver: "by resolving the project",
} as const;

function Repair({ finding: { fix, fixedIn } }: OfFinding) {
  return (
    <Fact name="Fix">
      {fix === null ? "No fixed version is known" : `${shown(fix.version)}, ${BASIS[fix.basis]}`}
      {fixedIn.length > 0 && <span class="quiet"> · fixed in {fixedIn.map(shown).join(", ")}</span>}
    </Fact>
  );
}

function WayIn({
  dependency: { direct, paths, pathsTotal, marker, scopes },
}: {
  readonly dependency: ReportDependency;
}) {
  const ways = paths.filter((path) => path.length > 1);
  const more = pathsTotal - paths.length;
  return (
    <>
      <Fact name="Comes in">
        {direct ? "directly" : ways.length === 0 ? "through another package" : ""}
        {ways.map((path, at) => (
          <span key={at} class="way">
            {path.map(shown).join(" → ")}
          </span>
        ))}
        {more > 0 && <span class="way quiet">and {counted(more, "other way")}</span>}
      </Fact>
      <Fact name="Scope">
        {scopes.map(shown).join(", ")}
        {marker !== null && (
          <>
            {" if "}
            <code>{shown(marker)}</code>
          </>
        )}
      </Fact>
    </>
  );
}

const MOST_PLACES = 20;

interface PlacesProps {
  readonly dependency: ReportDependency;
  readonly layers: readonly string[];
}

function Places({ dependency: { origins }, layers }: PlacesProps) {
  return (
    <Fact name="Where">
      {origins.slice(0, MOST_PLACES).map((origin, at) => (
        <span key={at} class="way">
          <code>{shown(place(origin))}</code>
          {origin.layer !== null && (
            <span class="quiet">
              {` in layer ${layers.indexOf(origin.layer) + 1 || "?"} of ${layers.length} (${shown(origin.layer).slice(0, 19)})`}
            </span>
          )}
        </span>
      ))}
      {origins.length > MOST_PLACES && (
        <span class="way quiet">and {counted(origins.length - MOST_PLACES, "other place")}</span>
      )}
    </Fact>
  );
}

function Judgement({ finding: { verdict, confidence, evidence, targets } }: OfFinding) {
  return (
    <>
      <Fact name="Verdict">
        {VERDICT_NAMES[verdict.status]} <span class="quiet">by the rule {shown(verdict.rule)}</span>
        {verdict.reason !== null && <span class="way">{shown(verdict.reason)}</span>}
        {verdict.waiver !== undefined && <span class="way quiet">{shown(waiverText(verdict.waiver))}</span>}
      </Fact>
      <Fact name="How sure">{CONFIDENCES[confidence]}</Fact>
      {targets !== null && (
        <Fact name="Only where">
          <code>{shown(targets)}</code>
        </Fact>
      )}
      <Fact name="Reached">
        {EVIDENCE[evidence.level]}
        {evidence.trace.map((step, at) => (
          <span key={at} class="way">
            {shown(step)}
          </span>
        ))}
      </Fact>
    </>
  );
}

function Times({ finding: { disclosed, imported, modified } }: OfFinding) {
  const times = [
    ...(disclosed === null ? [] : [`disclosed ${shown(day(disclosed))}`]),
    ...(imported === null ? [] : [`recorded ${shown(day(imported))}`]),
    ...(modified === null ? [] : [`changed ${shown(day(modified))}`]),
  ];
  if (times.length === 0) return null;
  return (
    <Fact name="Times">
      {times.map((time) => (
        <span key={time} class="way whole">
          {time}
        </span>
      ))}
    </Fact>
  );
}

function Records({ finding: { records } }: OfFinding) {
  if (records.length === 0) return null;
  return (
    <div class="scroll" tabIndex={0} role="group" aria-label="Records of this finding">
      <table>
        <caption>What the records say of this version</caption>
        <ColumnHeads names={["Record", "From", "Affected", "Range that hit"]} />
        <tbody>
          {records.map((record, at) => (
            <tr key={at}>
              <th scope="row">{shown(record.id)}</th>
              <td>
                {shown(record.feed)}
                {record.patchedBy === undefined
                  ? ""
                  : `, patched by ${shown(record.patchedBy)}: ${shown(record.patchReason ?? "")}`}
              </td>
              <td>{record.affected ? "yes" : "no"}</td>
              <td>
                {rangeOf(record)}
                {record.affects === undefined ? "" : ` (it says ${shown(record.affects)})`}
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}

function rangeOf({ by, introduced, fixed, lastAffected }: FindingRecord): string {
  if (by === "enumerated") return "listed by name";
  if (by === null) return "none";
  const from = introduced === null || introduced === "0" ? "the first release" : shown(introduced);
  if (fixed !== null) return `from ${from}, before ${shown(fixed)}`;
  if (lastAffected !== null) return `from ${from} to ${shown(lastAffected)}`;
  return `from ${from}, no end`;
}
