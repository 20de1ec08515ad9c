import { only, other, same, type Case } from "./case.ts";

/** Without `--disable-pip`: pip-audit has pip resolve, pyward reads; both ask the indexes of `index.ts`, for Python 3.11 on Linux. */
export function resolvedCases(): readonly Case[] {
  const meant = (words: string, exit: number, says: RegExp, id = "resolver-message"): Case =>
    resolved(only("database", other(words, { id, exit, says }, USUAL)));
  return [
    ...["columns", "json", "markdown", "cyclonedx-json"].map((format) => both(`-r open.txt -f ${format}`)),
    ...[
      "plain",
      "resolved",
      "open-markers",
      "ring",
      "range",
      "compatible",
      "unpinned",
      "constrained-open",
    ].map((file) => both(`-r ${file}.txt -f json`)),
    both("-r open.txt -r clean.txt -f json"),
    both("-r nested-open.txt -f json"),
    both("-r open.txt -d"),
    both("-r open.txt -S"),
    both("-r open.txt --no-deps -f json"),
    both("-r open.txt --ignore-vuln PYSEC-2024-1018 -f json"),
    both("-r newer.txt -f json --index-url {URL}/other/simple"),
    both("-r newer.txt -f json --extra-index-url {URL}/other/simple"),
    both("-r newer.txt -f json --index-url {URL}/other/simple --extra-index-url {URL}/usual/simple/"),
    both("open-project -f json"),
    both("project -f json"),
    ...["--index-url u", "--extra-index-url u", "project --index-url u"].map((words) => same(words)),
    resolved(only("database", { ...same("-r absent.txt"), env: USUAL })),
    resolved(only("database", { ...same("-r line.txt"), meant: PARSER, env: USUAL })),
    meant(
      "-r clash.txt",
      1,
      /ERROR:pip_audit\._cli:for Python 3\.11 on linux nothing fits: Because you ask for /,
    ),
    meant(
      "-r nowhere.txt -f json",
      1,
      /"name": "nowhere-at-all", "skip_reason": "the package index has no project/,
    ),
    meant(
      "-r half-hashed-open.txt",
      1,
      /ERROR:pip_audit\._cli:requirement [a-z-]+==[\d.]+ does not contain a hash/,
    ),
  ];
}

const USUAL = { PIP_INDEX_URL: "{URL}/usual/simple" };

const PARSER = {
  id: "parser-message",
  exit: 1,
  says: /requirement file line\.txt contains invalid specifier at line 2: /,
};

function both(words: string): Case {
  return resolved({ ...same(words, USUAL) });
}

function resolved(one: Case): Case {
  return { ...one, isResolved: true, ours: ["--python", "3.11", "--platform", "linux"] };
}
