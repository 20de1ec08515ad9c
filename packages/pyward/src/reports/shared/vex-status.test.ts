import { expect, test } from "vitest";
import type { Verdict } from "../../model/index.ts";
import { VEX_WORDS, vexStatusOf } from "./vex-status.ts";

const verdict = (status: Verdict["status"], rule = "default"): Verdict => ({ status, rule, reason: null });

test.each([
  [verdict("fail"), "unjudged", "affected", null],
  [verdict("below-threshold"), "unjudged", "affected", null],
  [verdict("review"), "in-triage", "under_investigation", "in_triage"],
  [verdict("baseline"), "in-triage", "under_investigation", "in_triage"],
  [verdict("waived", "ignore"), "accepted", "affected", "exploitable"],
  [verdict("not-affected", "distro-changelog"), "fixed", "fixed", "resolved"],
  [verdict("not-affected", "distro-advisory"), "fixed", "fixed", "resolved"],
])("%j is %s", (given, kind, openvex, cyclonedx) => {
  const status = vexStatusOf({ verdict: given });
  expect(status.kind).toBe(kind);
  expect(VEX_WORDS[status.kind]).toMatchObject({ openvex, cyclonedx });
});

test("only one kind of statement says that the product is not affected", () => {
  const saying = Object.entries(VEX_WORDS).filter(([, { openvex }]) => openvex === "not_affected");
  expect(saying.map(([kind]) => kind)).toEqual(["not-affected"]);
});
