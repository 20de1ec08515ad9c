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

const waived = (kind: "accepted" | "not-affected" | "false-positive", reason: string | null) =>
  vexStatusOf({ verdict: { status: "waived", rule: "waiver", reason, waiver: { kind } } });

test.each([
  [waived("accepted", "later"), { kind: "accepted" }],
  [waived("false-positive", "other package"), { kind: "false-positive" }],
  [
    waived("not-affected", "component_not_present: removed in the image"),
    {
      kind: "not-affected",
      reason: "component_not_present: removed in the image",
      justification: "component_not_present",
    },
  ],
  [
    waived("not-affected", "constructor"),
    { kind: "not-affected", reason: "constructor", justification: null },
  ],
  [waived("not-affected", null), { kind: "in-triage" }],
])("%j", (status, expected) => {
  expect(status).toEqual(expected);
});

test("only one kind of statement says that the product is not affected", () => {
  const saying = Object.entries(VEX_WORDS).filter(([, { openvex }]) => openvex === "not_affected");
  expect(saying.map(([kind]) => kind)).toEqual(["not-affected"]);
});
