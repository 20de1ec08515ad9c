// How uv writes a lock. What these match is TOML, and is read without making a node of every value; what somebody wrote
// otherwise is read like any other TOML. The bounds keep the memory of the expressions small.

// Without what TOML allows in no string, so that the text of a match needs no second look.
const STRING = String.raw`[^"\\\x00-\x08\n-\x1f\x7f]*`;
/** Normalised. */
const NAME = "[a-z0-9]+(?:-[a-z0-9]+)*";
const VERSION = "[0-9A-Za-z.!+_-]+";
const END = String.raw`\r?\n`;
const EXTRAS = `"${NAME}"(?:, "${NAME}"){0,99}`;

const FILE =
  String.raw`\{ (?:url|path) = "${STRING}", hash = "[a-z0-9]+:[0-9a-f]+"` +
  String.raw`(?:, size = (?:0|[1-9][0-9]{0,14}))?(?:, upload-time = "${STRING}")? \}`;
const FILES = String.raw`\[${END}(?: *${FILE},${END}){0,500}\]`;

const reference = (name: string, version: string, text: string, extras: string): string =>
  String.raw`\{ name = "${name}"(?:, version = "${version}")?(?:, source = \{ registry = "${text}" \})?` +
  String.raw`(?:, extra = \[${extras}\])?(?:, marker = "${text}")? \}`;
const ANY_REFERENCE = reference(NAME, VERSION, STRING, EXTRAS);

/** One reference, with its name, version, index, extras and marker. */
export const REFERENCE = new RegExp(
  reference(`(${NAME})`, `(${VERSION})`, `(${STRING})`, `(${EXTRAS})`),
  "y",
);
/** The text between quotes. */
export const QUOTED = new RegExp(`"(${STRING})"`, "g");

/** Of the metadata of a member, which only says what the manifest says. */
const REQUIREMENT = String.raw`\{ name = "${NAME}"(?:, extras = \[${EXTRAS}\])?(?:, marker = "${STRING}")?(?:, specifier = "${STRING}")? \}`;

/** Lists of files, three quarters of a lock, and of references: the large lists of packages that `PLAIN_PACKAGE` does not match. */
export const VERBATIM = new RegExp(
  `${FILE}|${FILES}|` +
    String.raw`\[${END}(?: *${ANY_REFERENCE},${END}){1,10000}\]|\[${END}(?: *${REQUIREMENT},${END}){1,10000}\]`,
  "y",
);

/**
 * A package of an index, with neither extras nor groups of its own: nearly all of a lock. Its name, version, index, forks,
 * references and files.
 */
export const PLAIN_PACKAGE = new RegExp(
  String.raw`\[\[package\]\]${END}name = "(${NAME})"${END}version = "(${VERSION})"${END}` +
    String.raw`source = \{ registry = "(${STRING})" \}${END}` +
    String.raw`(?:resolution-markers = \[${END}((?: *"${STRING}",${END}){1,50})\]${END})?` +
    String.raw`(?:dependencies = \[${END}((?: *${ANY_REFERENCE},${END}){1,500})\]${END})?` +
    String.raw`((?:sdist = ${FILE}${END})?(?:wheels = ${FILES}${END})?)` +
    String.raw`(?:${END})*(?=\[\[package\]\]|$)`,
  "y",
);
