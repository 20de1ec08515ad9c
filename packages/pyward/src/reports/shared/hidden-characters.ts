/**
 * Code points that a terminal obeys, hides or reorders, as inclusive ranges, ascending: C0 and C1 controls
 * (ECMA-48), invisible and format characters (Unicode general category Cf, Default_Ignorable_Code_Point), bidirectional
 * controls (UAX 9), line and paragraph separators, surrogates that stand alone, and noncharacters of the first plane.
 * Written out rather than asked of `\p{…}`, so that the same report gives the same bytes under every Node.
 */
const HIDDEN: readonly (readonly [first: number, last: number])[] = [
  [0x0000, 0x001f],
  [0x007f, 0x009f],
  [0x00ad, 0x00ad],
  [0x034f, 0x034f],
  [0x0600, 0x0605],
  [0x061c, 0x061c],
  [0x06dd, 0x06dd],
  [0x070f, 0x070f],
  [0x0890, 0x0891],
  [0x08e2, 0x08e2],
  [0x115f, 0x1160],
  [0x17b4, 0x17b5],
  [0x180b, 0x180f],
  [0x200b, 0x200f],
  [0x2028, 0x202e],
  [0x2060, 0x206f],
  [0x3164, 0x3164],
  [0xd800, 0xdfff],
  [0xfdd0, 0xfdef],
  [0xfe00, 0xfe0f],
  [0xfeff, 0xfeff],
  [0xffa0, 0xffa0],
  [0xfff0, 0xfffb],
  [0xfffe, 0xffff],
  [0x110bd, 0x110bd],
  [0x110cd, 0x110cd],
  [0x13430, 0x1343f],
  [0x1bca0, 0x1bca3],
  [0x1d173, 0x1d17a],
  [0xe0000, 0xe0fff],
];

/** Matches one hidden character at or above U+007F; JSON itself escapes those below. */
export const HIDDEN_ABOVE_ASCII: RegExp = new RegExp(
  `[${HIDDEN.filter(([first]) => first >= 0x7f)
    .map(([first, last]) => `\\u{${first.toString(16)}}-\\u{${last.toString(16)}}`)
    .join("")}]`,
  "gu",
);

/** Whether a terminal would obey, hide or reorder this code point instead of showing it. */
export function isHidden(codePoint: number): boolean {
  return HIDDEN.some(([first, last]) => first <= codePoint && codePoint <= last);
}
