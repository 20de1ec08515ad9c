import { useState } from "preact/hooks";
import type { Report, ReportGap } from "../../pyward/src/model/index.ts";
import { counted, place } from "../../pyward/src/reports/shared/wording.ts";
import { ColumnHeads } from "./column-heads.tsx";
import { More } from "./controls.tsx";
import { matchesGap, wordsOf } from "./entries.ts";
import { SearchField } from "./search-field.tsx";
import { shown } from "./shown.ts";
import { waiverText } from "./words.ts";

/** What was asked for and could not be audited; what was to be expected stands by itself. */
export function GapTable({ report: { gaps } }: { readonly report: Report }) {
  const [search, setSearch] = useState("");
  const words = wordsOf(search);
  const found = gaps.filter((gap) => matchesGap(gap, words));
  if (gaps.length === 0) return <p class="nothing">Everything that was asked for was audited.</p>;
  return (
    <>
      <SearchField label="Search what was not audited" value={search} onSearch={setSearch} />
      <p role="status" class="result">
        {counted(found.length, "gap")}
      </p>
      <Gaps title="Could not be audited" gaps={found.filter(({ expected }) => !expected)} />
      <Gaps title="As expected" gaps={found.filter(({ expected }) => expected)} />
    </>
  );
}

const STEP = 200;

function Gaps({ title, gaps }: { readonly title: string; readonly gaps: readonly ReportGap[] }) {
  const [most, setMost] = useState(STEP);
  if (gaps.length === 0) return null;
  return (
    <>
      <h2>{title}</h2>
      <div class="scroll" tabIndex={0} role="group" aria-label={title}>
        <table class="wide">
          <ColumnHeads names={["Gap", "Package", "Where", "Reason"]} />
          <tbody>
            {gaps.slice(0, most).map(({ code, name, advisory, origin, reason, waiver }, at) => (
              <tr key={at}>
                <th scope="row">
                  <code>{code}</code>
                </th>
                <td>{shown(name ?? advisory ?? "")}</td>
                <td>{origin === null ? "" : shown(place(origin))}</td>
                <td>
                  {shown(reason)}
                  {waiver !== undefined && <span class="way quiet">{shown(waiverText(waiver))}</span>}
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      </div>
      <More left={gaps.length - most} step={STEP} onMore={() => setMost(most + STEP)} />
    </>
  );
}
