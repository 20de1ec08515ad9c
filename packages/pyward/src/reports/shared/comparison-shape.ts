import type {
  ComparedFinding,
  ComparedGaps,
  Comparison,
  ComparisonBase,
  ComparisonCounts,
  DependencyChange,
  GoneFinding,
  GoneGap,
} from "../../model/index.ts";
import { choice, flag, list, nullable, record, sinceLater, text, whole } from "./shape.ts";
import { findingKind, gapCode, severity } from "./value-shapes.ts";

const given = list(nullable(text));

const comparedFinding = record<ComparedFinding>({
  dependency: text,
  id: text,
  state: choice({ new: true, kept: true }),
  cause: nullable(choice({ introduced: true, disclosed: true, backfilled: true, unproved: true })),
  from: given,
  isExploitedSince: flag,
  isWidened: flag,
  wasExcused: flag,
});

/** What a report was compared with, key by key in the order of the contract. */
export const comparison = record<Comparison>({
  purpose: choice({ diff: true, baseline: true }),
  base: record<ComparisonBase>({
    kind: choice({ commit: true, report: true }),
    name: text,
    commit: nullable(text),
    isMergeBase: flag,
    generatedAt: text,
    database: nullable(text),
    gaps: whole,
  }),
  counts: record<ComparisonCounts>({
    new: whole,
    disclosed: whole,
    backfilled: sinceLater(whole, 0),
    kept: whole,
    gone: whole,
    unaudited: whole,
  }),
  findings: list(comparedFinding),
  gone: list(
    record<GoneFinding>({
      fingerprint: text,
      id: text,
      aliases: list(text),
      kind: findingKind,
      package: text,
      version: text,
      project: text,
      title: nullable(text),
      url: text,
      severity,
      cause: choice({ changed: true, removed: true, withdrawn: true, "not-audited": true }),
      to: given,
    }),
  ),
  dependencies: list(
    record<DependencyChange>({
      name: text,
      project: text,
      kind: choice({ added: true, removed: true, upgraded: true, downgraded: true, changed: true }),
      from: given,
      to: given,
      direct: flag,
      path: list(text),
    }),
  ),
  gaps: record<ComparedGaps>({
    new: list(text),
    changed: list(text),
    gone: list(
      record<GoneGap>({
        code: gapCode,
        name: nullable(text),
        advisory: nullable(text),
        reason: text,
        path: nullable(text),
      }),
    ),
  }),
});
