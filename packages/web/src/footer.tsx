import { useState } from "preact/hooks";
import type { Report } from "../../pyward/src/model/index.ts";
import { asOfText, databaseText } from "../../pyward/src/reports/shared/headline.ts";
import { counted, day, thousands } from "../../pyward/src/reports/shared/wording.ts";
import { keysAreOn, setKeys } from "./keys.tsx";
import { shown } from "./shown.ts";

/** By what it was judged: data, policy, targets, notes, tool; and the keys of the page. */
export function Footer({ report }: { readonly report: Report }) {
  const { notes, tool, generatedAt, exitCode } = report;
  return (
    <footer>
      {notes.length > 0 && (
        <section aria-labelledby="notes">
          <h2 id="notes">Notes</h2>
          <ul>
            {notes.map((note, at) => (
              <li key={at}>{shown(note)}</li>
            ))}
          </ul>
        </section>
      )}
      <Basis report={report} />
      <Keys />
      <p class="quiet">
        pyward {shown(tool.version)} · {shown(generatedAt)} · exit code {exitCode} · nothing of the project
        was run, and this page requests nothing
      </p>
    </footer>
  );
}

function Basis({ report }: { readonly report: Report }) {
  const { environment, projects } = report;
  const targets = environment.targets.map(({ python, platform }) =>
    [...(python === null ? [] : [`Python ${python}`]), ...(platform === null ? [] : [platform])].join(" on "),
  );
  return (
    <section aria-labelledby="basis">
      <h2 id="basis">Judged by</h2>
      <dl>
        <dt>Advisories</dt>
        <dd>
          <Data report={report} />
        </dd>
        <dt>Policy</dt>
        <dd>
          <Rules report={report} />
        </dd>
        {targets.length > 0 && (
          <>
            <dt>For</dt>
            <dd>{targets.map(shown).join(", ")}</dd>
          </>
        )}
        <dt>Read</dt>
        <dd>
          <Sources sources={projects.flatMap((project) => project.sources)} />
        </dd>
      </dl>
    </section>
  );
}

function Data({ report }: { readonly report: Report }) {
  const { database } = report;
  const then = asOfText(report);
  const feeds = database?.sources ?? [];
  return (
    <>
      {shown(databaseText(database))}
      {feeds.map(
        ({ feed, records, modified }) =>
          ` · ${shown(feed)}: ${thousands(records)} of ${shown(day(modified))}`,
      )}
      {then !== null && ` · ${shown(then)}`}
      {database !== null && <code class="way">{shown(database.id)}</code>}
    </>
  );
}

function Rules({ report: { policy } }: { readonly report: Report }) {
  const { failOn, unknownSeverity, maxDbAge, files } = policy;
  const bar = failOn === null ? "every vulnerability fails" : `vulnerabilities fail from ${failOn} upwards`;
  return (
    <>
      {bar} · unrated ones: {unknownSeverity} · advisories at most {counted(maxDbAge, "day")} old
      {files.map(({ path, sha256 }) => (
        <span key={path} class="way">
          {shown(path)} <code>{shown(sha256).slice(0, 16)}</code>
        </span>
      ))}
    </>
  );
}

const MOST = 30;

function Sources({ sources }: { readonly sources: Report["projects"][number]["sources"] }) {
  return (
    <>
      {sources.slice(0, MOST).map(({ kind, path, dependencies }, at) => (
        <span key={at} class="way">
          {shown(path)}{" "}
          <span class="quiet">
            {shown(kind)}, {counted(dependencies, "entry", "entries")}
          </span>
        </span>
      ))}
      {sources.length > MOST && (
        <span class="way quiet">and {counted(sources.length - MOST, "other source")}</span>
      )}
    </>
  );
}

function Keys() {
  const [isOn, setOn] = useState(keysAreOn);
  return (
    <section class="keys" aria-labelledby="keys">
      <h2 id="keys">Keys</h2>
      <p>
        <kbd>/</kbd> search <kbd>j</kbd> <kbd>k</kbd> next and previous finding <kbd>Enter</kbd> open{" "}
        <kbd>Esc</kbd> close, clear
      </p>
      <label>
        <input
          type="checkbox"
          checked={isOn}
          onChange={(event) => {
            setKeys(event.currentTarget.checked);
            setOn(event.currentTarget.checked);
          }}
        />{" "}
        Single keys do this
      </label>
    </section>
  );
}
