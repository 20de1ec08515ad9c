import { only, other, PINNED, same, type Case } from "./case.ts";
import { resolvedCases } from "./resolved-cases.ts";
import { serviceCases } from "./service-cases.ts";

const FORMATS = ["columns", "json", "markdown", "cyclonedx-json", "cyclonedx-xml"];

/** `workloads`: requirements files and folders with locks, as paths. */
export function makeCases(workloads: readonly string[]): readonly Case[] {
  return [
    ...matrix(),
    ...rules(),
    ...modes(),
    ...usage(),
    ...differences(),
    ...serviceCases(),
    ...resolvedCases(),
    ...real(workloads),
  ];
}

/** Formats with every option that changes what they show. */
function matrix(): readonly Case[] {
  const inputs = [
    "-r plain.txt",
    "-r clean.txt -r skips.txt",
    "-r only-skips.txt",
    "-r empty.txt",
    "-r hashed.txt",
  ];
  const plain = inputs.flatMap((input) =>
    FORMATS.map((format) => same(`${input} ${PINNED.join(" ")} -f ${format}`)),
  );
  const shown = ["columns", "json", "markdown"].flatMap((format) =>
    [
      "--aliases",
      "--desc",
      "--desc off --aliases off",
      "--desc=on --aliases=on",
      "--desc auto --aliases auto",
    ].map((options) => same(`-r plain.txt ${PINNED.join(" ")} -f ${format} ${options}`)),
  );
  const chosen = ["columns", "json", "cyclonedx-json"].flatMap((format) =>
    [
      "--ignore-vuln CVE-2021-1001",
      "--ignore-vuln cve-2021-1001",
      "--ignore-vuln PYSEC-2021-1001 --ignore-vuln MAL-2024-1015",
      "-d",
      "-S",
      "-o report",
      "-o -",
      "-o stdout",
    ].map((options) => same(`-r plain.txt ${PINNED.join(" ")} -f ${format} ${options}`)),
  );
  return [...plain, ...shown, ...chosen];
}

/** What a file may hold. */
function rules(): readonly Case[] {
  const files = [
    ...["comments", "half-hashed", "hashed-url", "md5", "unpinned", "extras-unpinned", "range"],
    ...[
      "compatible",
      "two-clauses",
      "joined",
      "quotes",
      "twice",
      "twice-extra",
      "two-versions",
      "parentheses",
    ],
    ...["local", "epoch", "constrained", "constrained-open", "crlf", "marked", "below/here", "spelling"],
  ];
  const each = files.map((file) => same(`-r ${file}.txt ${PINNED.join(" ")} -f json`));
  const settled = ["markers", "forks"].map((file) => ({
    ...same(`-r ${file}.txt ${PINNED.join(" ")} -f json`),
    ours: ["--python", "3.11", "--platform", "linux"],
  }));
  return [
    ...each,
    ...settled,
    same("-r plain.txt --disable-pip"),
    same("-r hashed.txt --disable-pip"),
    same("-r hashed.txt --disable-pip --require-hashes -s pypi -d"),
    same("-r hashed.txt --disable-pip --require-hashes"),
    same("-r plain.txt --disable-pip --require-hashes"),
    same("-r plain.txt --disable-pip --require-hashes --no-deps"),
    same(`-r absent.txt ${PINNED.join(" ")}`),
    same(`-r plain.txt -r absent.txt ${PINNED.join(" ")}`),
    same(`-r plain.txt -r plain.txt ${PINNED.join(" ")}`),
    same(`-r twice.txt -r two-versions.txt ${PINNED.join(" ")}`),
    same(`-r ./plain.txt -r below/../one.txt ${PINNED.join(" ")}`),
    same(`-r skips.txt ${PINNED.join(" ")} -S`),
    same(`-r skips.txt ${PINNED.join(" ")} -S -d`),
    same(`-r unpinned.txt ${PINNED.join(" ")} -d`),
    same(`-r clean.txt ${PINNED.join(" ")} -o report`),
    same(`-r clean.txt ${PINNED.join(" ")} -o report -f json`),
    same(`-r plain.txt ${PINNED.join(" ")}`, { PIP_AUDIT_FORMAT: "json" }),
    same(`-r plain.txt ${PINNED.join(" ")} -f columns`, { PIP_AUDIT_FORMAT: "json" }),
    same(`-r plain.txt ${PINNED.join(" ")}`, { PIP_AUDIT_DESC: "on" }),
    same(`-r plain.txt ${PINNED.join(" ")}`, { PIP_AUDIT_OUTPUT: "report" }),
    same(`-r plain.txt ${PINNED.join(" ")}`, { PIP_AUDIT_LOGLEVEL: "ERROR" }),
    same(`-r plain.txt ${PINNED.join(" ")} -d`, { PIP_AUDIT_LOGLEVEL: "WARNING" }),
    same(`-r one.txt ${PINNED.join(" ")}`),
    same(`-r one.txt ${PINNED.join(" ")} --ignore-vuln PYSEC-2024-1018`),
  ];
}

function modes(): readonly Case[] {
  return [
    ...FORMATS.map((format) => same(`--path site -f ${format}`)),
    same("--path site --path odd-site -f json"),
    same("--path odd-site -f json"),
    same("--path odd-site --skip-editable"),
    same("--path odd-site -S"),
    same("--path site -d"),
    ...FORMATS.map((format) => same(`--locked lock -f ${format}`)),
    same("--locked locks -f json"),
    same("--locked lock -S"),
    same("--locked lock -d"),
    same("--locked lock-2"),
    same("--locked lock-bad"),
    same("--locked lock-nameless"),
    same("--locked nothing"),
    same("--locked lock --ignore-vuln CVE-2021-1001"),
    same("no-table"),
    same("./no-table/"),
    same("no-list"),
    same("no-list -f json"),
    same("nothing"),
    same("absent"),
    same("plain.txt"),
  ];
}

function usage(): readonly Case[] {
  const words = [
    ...["--nope", "a b", "-r", "-o", "--ignore-vuln", "--path", "-f", "-f nope", "-s nope", "--desc nope"],
    ...[
      "--aliases nope",
      "--progress-spinner nope",
      "--re plain.txt",
      "--local=3",
      "-lx",
      "--no-dep=1",
      "--desc=",
    ],
    ...["--no-deps", "--disable-pip", "--require-hashes", "--locked", "-r plain.txt .", ". -r plain.txt"],
    ...["-r plain.txt --path site", ". --path site", "--path site -r plain.txt", "-lSx"],
  ];
  const pinned = PINNED.join(" ");
  return [
    ...words.map((word) => same(word)),
    same("-d", { PIP_AUDIT_FORMAT: "nope" }),
    same("-d", { PIP_AUDIT_DESC: "" }),
    same("-d", { PIP_AUDIT_PROGRESS_SPINNER: "nope" }),
    same(`--form json -r plain.txt ${pinned}`),
    same(`-fjson -rplain.txt ${pinned}`),
    same(`-Sdrplain.txt ${pinned}`),
    same(`-f=json --req plain.txt --no-d --dis --al off --desc=off`),
    same(`-r plain.txt ${pinned} --`),
    same("--path site -l"),
  ];
}

/** Where pyward answers otherwise, each with what it says instead. */
function differences(): readonly Case[] {
  const pinned = PINNED.join(" ");
  const file = (name: string, id: string, exit: number, says: RegExp): Case =>
    other(`-r ${name}.txt ${pinned} -f json`, { id, exit, says });
  return [
    other("--version", { id: "version", exit: 0, says: /^pip-audit 2\.10\.1 \(pyward / }),
    other("-h", { id: "usage", exit: 0, says: /^usage: pip-audit \[-h\] \[-V\] \[-l\] \[-r REQUIREMENT\]/ }),
    ...["--fix", "--cache-dir c -d"].map((word) =>
      other(`-r clean.txt ${pinned} ${word}`, {
        id: "absent-option",
        exit: 2,
        says: /error: --[a-z-]+ is not supported: /,
      }),
    ),
    other(`-r clean.txt ${pinned} -s esms -d`, {
      id: "absent-option",
      exit: 2,
      says: /error: argument -s\/--vulnerability-service: esms is not supported: /,
    }),
    only(
      "database",
      other(
        `-r clean.txt ${pinned}`,
        { id: "old-data", exit: 1, says: /days old and 180 are allowed/ },
        { PYWARD_NOW: "2027-11-24T00:00:00Z" },
      ),
    ),
    file("branches", "fixes-of-every-branch", 1, /"fix_versions": \["3\.2\.9", "4\.0\.9", "4\.1\.3"\]/),
    file("case", "name-in-record", 1, /"fix_versions": \["2\.0"\].*"fix_versions": \["1\.0\.0", "2\.0rc1"\]/),
    file("twins", "one-flaw-twice", 1, /"id": "PYSEC-2022-1004", "fix_versions": \["1\.7", "1\.7\.1"\]/),
    file("github", "one-flaw-twice", 1, /"id": "CVE-2022-1005", "fix_versions": \["3\.0", "3\.1"\]/),
    file(
      "pysec",
      "one-flaw-twice",
      1,
      /"fix_versions": \["4\.0", "4\.1"\][^]*Found 1 known vulnerability in 1 package/,
    ),
    other(`-r hostile.txt ${pinned} --desc`, {
      id: "escaped-text",
      exit: 1,
      says: /\\x1b\[31mred\\x1b\[0m :\\x3aerror/,
    }),
    other(`-r hostile.txt ${pinned} --desc -f markdown`, {
      id: "escaped-text",
      exit: 1,
      says: /&lt;img src=x&gt; &#124; /,
    }),
    file("secret", "credentials", 0, /"name": "git\+https:\/\/git-example\/a-git"/),
    other(`-r clean.txt ${pinned} -v`, { id: "debug", exit: 0, says: /DEBUG:pyward:/ }),
    file("arbitrary", "crash", 1, /"name": "plain", "version": "1\.0"/),
    file("star", "crash", 1, /requirement plain is not pinned to an exact version: plain==1\.\*/),
    other(`-r project ${pinned}`, { id: "crash", exit: 1, says: /invalid requirements input: project/ }),
    other("--locked lock-version", {
      id: "crash",
      exit: 0,
      says: /invalid version and could not be audited: plain \(not one\)/,
    }),
    other(`-r plain.txt ${pinned} -o no/such/folder`, {
      id: "crash",
      exit: 1,
      says: /ERROR:pip_audit\._cli:the report could not be written/,
    }),
    ...["line", "option", "version", "variable"].map((name) =>
      file(
        name,
        "parser-message",
        1,
        new RegExp(`requirement file ${name}\\.txt contains invalid specifier at line [12]: `),
      ),
    ),
    file("config", "option-of-pip", 1, /"name": "plain", "version": "1\.0"/),
    file("nested", "included-file", 1, /"name": "two-packages"[^]*"name": "plain"/),
    file("nested-missing", "included-file", 1, /invalid requirements input: absent\.txt/),
    file("two-spellings", "spelled-twice", 1, /Found 3 known vulnerabilities in 1 package/),
    file("markers", "marker", 1, /"name": "plain"[^]*"name": "pre"/),
    file("forks", "marker", 1, /"version": "1\.0"[^]*"version": "2\.0"/),
    other(`-r skips.txt ${pinned} --skip-editable -f json`, {
      id: "editable-twice",
      exit: 1,
      says: /"name": "egged", "skip_reason": "requirement marked as editable"\}, \{"name": "-\/directory"/,
    }),
    other(
      "-d",
      { id: "environment", exit: 0, says: /would have audited 0 packages/ },
      { VIRTUAL_ENV: "venv" },
    ),
    other("--path spelled-site -f cyclonedx-json", {
      id: "written-name",
      exit: 0,
      says: /"name": "zope_thing"/,
    }),
    other("--path absent", {
      id: "missing-path",
      exit: 1,
      says: /ERROR:pip_audit\._cli:absent does not exist/,
    }),
  ];
}

function real(workloads: readonly string[]): readonly Case[] {
  const facts: Case[] = workloads
    .filter((path) => path.includes("seed-old") && path.endsWith(".txt"))
    .map((path) => ({
      ...other(`-r ${path} ${PINNED.join(" ")} -f json`, {
        id: "no-descriptions",
        exit: 1,
        says: /"id": "PYSEC-2019-16".*"description": "[^"]+ in django"/,
      }),
      data: "embedded",
      ways: ["database"],
    }));
  const whole = workloads.flatMap((path) =>
    ["columns --aliases", "json --desc off"].map((options) => ({
      ...same(
        path.endsWith(".txt")
          ? `-r ${path} ${PINNED.join(" ")} -f ${options}`
          : `--locked ${path} -f ${options}`,
      ),
      data: "real" as const,
    })),
  );
  return [...facts, ...whole];
}
