import { GAP_CODES, type Severity } from "../../model/index.ts";
import { choice, nullable, number, record, text, textLike } from "./shape.ts";

// Values that several parts of the report have.

export const level = choice({
  critical: true,
  high: true,
  medium: true,
  low: true,
  none: true,
  unknown: true,
});

export const findingKind = choice({
  vulnerability: true,
  malware: true,
  yanked: true,
  archived: true,
  "end-of-life": true,
  deprecated: true,
  quarantined: true,
});

export const severity = record<Severity>({
  level,
  score: nullable(number),
  vector: nullable(text),
  source: nullable(text),
});

export const gapCode = textLike(
  (value): value is keyof typeof GAP_CODES => Object.hasOwn(GAP_CODES, value),
  "a gap code",
);
