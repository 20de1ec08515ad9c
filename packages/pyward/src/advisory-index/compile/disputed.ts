/**
 * Whether a text carries the mark with which the CVE programme says that a flaw is disputed: `** DISPUTED **`, or a
 * note that a party disputes the issue. The word alone is not enough ("a dispute between …").
 */
export function isDisputed(text: string): boolean {
  return MARK.test(text) || NOTES.some((note) => note.test(text));
}

const MARK = /\*\* ?DISPUTED ?\*\*/;
const NOTES = [
  /\b(?:is|was|are) disputed\b/i,
  /\b(?:has|have) (?:been )?disputed (?:this|by|as|because)\b/i,
  /\b(?:vendor|supplier|maintainer|developer|author|project|part(?:y|ies))s? (?:also )?disputes? (?:this|the|that|whether)\b/i,
];
