import { useState } from "preact/hooks";
import type { GoneFinding, Report } from "../../pyward/src/model/index.ts";
import { endText } from "../../pyward/src/reports/shared/change.ts";
import { counted } from "../../pyward/src/reports/shared/wording.ts";
import { ColumnHeads } from "./column-heads.tsx";
import { More } from "./controls.tsx";
import { OutsideLink } from "./outside-link.tsx";
import { shown } from "./shown.ts";

const STEP = 200;

/** Of a comparison: what the base has and the report has not, and what became of it. */
export function GoneTable({ report: { comparison } }: { readonly report: Report }) {
  const [most, setMost] = useState(STEP);
  const gone = comparison?.gone ?? [];
  if (gone.length === 0) return <p class="nothing">Nothing is gone.</p>;
  return (
    <>
      <p class="result">{counted(gone.length, "finding")} of the base</p>
      <div class="scroll" tabIndex={0} role="group" aria-label="What is gone">
        <table class="wide">
          <ColumnHeads names={["Package", "Severity", "Finding", "What", "What became of it"]} />
          <tbody>
            {gone.slice(0, most).map((finding) => (
              <Row key={finding.fingerprint} finding={finding} />
            ))}
          </tbody>
        </table>
      </div>
      <More left={gone.length - most} step={STEP} onMore={() => setMost(most + STEP)} />
    </>
  );
}

function Row({ finding }: { readonly finding: GoneFinding }) {
  const { id, title, url, severity, kind } = finding;
  return (
    <tr>
      <th scope="row">{shown(finding.package)}</th>
      <td>{kind === "vulnerability" ? severity.level : kind}</td>
      <td>
        <OutsideLink url={url} text={id} />
      </td>
      <td>{title === null ? <span class="quiet">No summary</span> : shown(title)}</td>
      <td>{shown(endText(finding))}</td>
    </tr>
  );
}
