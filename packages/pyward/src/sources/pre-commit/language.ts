/** What a configuration says of a hook. `language`: null where the repository's own manifest decides, which is not there. */
export interface HookFacts {
  readonly repository: string;
  readonly id: string;
  readonly language: string | null;
}

/** Hooks and repositories of other languages whose packages often have bare names. */
const OTHERS =
  /(?:^|[/_-])(?:prettier|eslint|stylelint|tslint|commitlint|markdownlint|markdownlint-cli2?|textlint|htmlhint|alex|cspell|biome|xo|standard|solhint|svgo|node|golangci-lint|rubocop|mdl|luacheck|lintr|style-files)(?:$|[/_.-])/;

/**
 * Whether a hook's additional dependencies are for pip. What says its language is believed. Else the items tell: npm's and
 * Go's have a version behind `@`, Ruby's behind a colon, Rust's begin with `cli:`, and one of them speaks for all of the hook.
 */
export function isOfPython({ repository, id, language }: HookFacts, items: readonly string[]): boolean {
  if (language !== null) return language === "python" || language === "python_venv";
  if (items.some(isOfAnother)) return false;
  // What only pip reads.
  if (items.some((item) => /[=~!<>]=|[<>]|\[[^\]]*\]|^-[erc]|\s@\s|git\+/.test(item))) return true;
  return !OTHERS.test(id) && !OTHERS.test(repository);
}

const OF_ANOTHER = [
  // `prettier@3.0.0`, `@scope/name`, `github.com/x/y@v1`; not `name @ https://…` nor `git+https://…@ref`.
  /^@[\w.-]+\//,
  /^(?:@?[\w./-]+)@(?:[\^~]|v?\d|latest$|next$|[a-z]+$)/,
  /^(?:npm|cli|file|github|gitlab):/,
  // `rubocop-rails:2.9`, `lintr@3.1.0`
  /^[\w.-]+:v?\d/,
  /^(?:\.\/)?[\w./-]+\.(?:gem|tgz)$/,
];

function isOfAnother(item: string): boolean {
  const bare = item.trim();
  return bare.length < 300 && OF_ANOTHER.some((pattern) => pattern.test(bare));
}
