import { only, other, PINNED, same, type Case } from "./case.ts";

/** Nothing listens there. */
const NOBODY = "http://127.0.0.1:9/v1/query";

/** What is about the choice of a service, and about what it is told. */
export function serviceCases(): readonly Case[] {
  const pinned = PINNED.join(" ");
  return [
    ...["--timeout 0x", "--timeout 1.5", "--timeout", "--osv-url", "--osv"].map((word) => same(word)),
    same(`-r clean.txt ${pinned} --osv-url u -d`),
    ...["--timeout 30", "--timeo=30", "--timeout 30 -d", "-s osv", "-sosv --desc"].map((word) =>
      only("service", same(`-r plain.txt ${pinned} ${word}`)),
    ),
    only(
      "database",
      other(`-r clean.txt ${pinned} --timeout 3 -d`, {
        id: "absent-option",
        exit: 2,
        says: /error: argument --timeout: no service is asked/,
      }),
    ),
    ...["-r clean.txt", "-r plain.txt -f json", "--locked lock", "--path site"].map((input) =>
      only(
        "service",
        other(`${input}${input.startsWith("-r") ? ` ${pinned}` : ""} --osv-url ${NOBODY}`, {
          id: "no-answer",
          exit: 1,
          says: /^(?![^]*No known)[^]*ERROR:pip_audit\._cli:OSV's vulnerability feed gave no answer \(127\.0\.0\.1:9\): /,
        }),
      ),
    ),
    only("database", same(`-r wheel.txt ${pinned} -f json`)),
    only(
      "service",
      other(`-r wheel.txt ${pinned} -f json`, {
        id: "not-told",
        exit: 0,
        says: /"name": "plain"[^]*1 dependency is from elsewhere than the default package index: no feed is told of them/,
      }),
    ),
  ];
}
