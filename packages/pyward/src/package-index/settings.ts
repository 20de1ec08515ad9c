import { PywardError } from "../model/index.ts";
import { parseIni } from "../syntax/ini/index.ts";
import { entriesOf, entryAt, parseToml, type TomlNode } from "../syntax/toml/index.ts";

/** An index that the user named. */
export interface PackageIndex {
  /** Ends with a slash; without user and password. */
  readonly url: URL;
  /** What its own origin is to be told; null: nothing. */
  readonly authorization: string | null;
}

export interface IndexSettings {
  readonly indexes: readonly PackageIndex[];
  /** `merged`: all are asked, and what they have is one (pip). `first`: the first that has the project counts (uv). */
  readonly order: "merged" | "first";
}

/** Where the user says which indexes to ask. Nothing of it lies in what is audited. */
export interface IndexSources {
  readonly indexUrl: string | null;
  readonly extraIndexUrls: readonly string[];
  readonly environment: Readonly<Record<string, string | undefined>>;
  /** Texts of pip's configuration, the strongest last. */
  readonly pip: readonly string[];
  /** Text of the user's uv.toml; null: there is none. */
  readonly uv: string | null;
  /** The user's logins, for an index whose address has none; absent: there are none. */
  readonly login?: (host: string) => { readonly user: string; readonly password: string } | null;
}

/** The command line's, else uv's where any is set, else pip's; null: none is named. Throws PywardError `usage` for what is no address. */
export function readIndexSettings(sources: IndexSources): IndexSettings | null {
  const { indexUrl, extraIndexUrls } = sources;
  const uv = indexUrl === null ? uvIndexes(sources) : [];
  if (uv.length > 0) return settingsOf([...extraIndexUrls, ...uv], "first", sources);
  const pip = pipIndexes(sources);
  const urls = indexUrl === null ? [...pip, ...extraIndexUrls] : [indexUrl, ...extraIndexUrls];
  return urls.length === 0 ? null : settingsOf(urls, "merged", sources);
}

function settingsOf(
  urls: readonly string[],
  order: IndexSettings["order"],
  { login }: Pick<IndexSources, "login">,
): IndexSettings {
  const indexes = new Map(urls.map((url) => indexAt(url, login)).map((index) => [index.url.href, index]));
  return { indexes: [...indexes.values()], order };
}

function indexAt(text: string, known: IndexSources["login"]): PackageIndex {
  const url = URL.canParse(text) ? new URL(text) : null;
  if (url === null || !/^https?:$/.test(url.protocol))
    throw new PywardError("usage", "the address of a package index is no http or https address", {
      hint: "It stands in --index-url, PIP_INDEX_URL, UV_INDEX, pip.conf or uv.toml, such as https://index.example/simple/",
    });
  const { username, password } = url;
  url.username = "";
  url.password = "";
  url.hash = "";
  if (!url.pathname.endsWith("/")) url.pathname += "/";
  const found = username + password === "" ? known?.(url.hostname) : null;
  const login = found ? `${found.user}:${found.password}` : `${unescaped(username)}:${unescaped(password)}`;
  return { url, authorization: login === ":" ? null : basic(login) };
}

/** RFC 7617. */
function basic(login: string): string {
  return `Basic ${Buffer.from(login).toString("base64")}`;
}

function unescaped(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}

const words = (text: string | undefined): readonly string[] => (text ?? "").split(/\s+/).filter(Boolean);

/** By uv's rule the default one is asked last; an index may be written as `NAME=URL`. */
function uvIndexes({ environment, uv }: IndexSources): readonly string[] {
  const { UV_INDEX, UV_EXTRA_INDEX_URL, UV_DEFAULT_INDEX, UV_INDEX_URL } = environment;
  const file = uv === null ? NO_FILE : uvFile(uv);
  const usual = [UV_DEFAULT_INDEX, UV_INDEX_URL, file.usual].find(Boolean);
  const others = [...words(UV_INDEX), ...words(UV_EXTRA_INDEX_URL), ...file.others];
  return [...others, ...words(usual ?? "")].map((one) => one.replace(/^[A-Za-z0-9._-]+=(?=https?:)/, ""));
}

const NO_FILE = { usual: "", others: [] as readonly string[] };

function uvFile(text: string): typeof NO_FILE {
  const parsed = parseToml(text);
  if (!parsed.ok)
    throw new PywardError("bad-configuration", `the user's uv.toml is no TOML: ${parsed.error.message}`);
  const { root } = parsed.document;
  const string = (node: TomlNode | null): string => (node?.kind === "string" ? node.value : "");
  const list = (node: TomlNode | null): readonly TomlNode[] => (node?.kind === "array" ? node.items : []);
  const tables = list(entryAt(root, "index")).flatMap((table) => {
    if (table.kind !== "table") return [];
    const at = new Map([...entriesOf(table)].map((one) => [one.name, one]));
    const flag = (key: string): boolean => {
      const node = at.get(key);
      return node?.kind === "boolean" && node.value;
    };
    // An explicit one is only for the packages that name it.
    return flag("explicit") ? [] : [{ url: string(at.get("url") ?? null), isDefault: flag("default") }];
  });
  const extra = list(entryAt(root, "extra-index-url")).map(string);
  const usual = tables.find(({ isDefault }) => isDefault)?.url ?? string(entryAt(root, "index-url"));
  const others = [...tables.flatMap(({ url, isDefault }) => (isDefault ? [] : [url])), ...extra];
  return { usual, others: others.filter(Boolean) };
}

/** `[global]`, then `[install]`, file by file, then the environment: each stands in place of what was before. */
function pipIndexes({ environment, pip }: IndexSources): readonly string[] {
  let [usual, extra] = ["", ""];
  for (const text of pip) {
    for (const name of ["global", "install"]) {
      const options = parseIni(text).sections.find((section) => section.name === name)?.options ?? [];
      for (const option of options) {
        const value = option.lines
          .map((line) => line.text)
          .join(" ")
          .trim();
        const key = option.name.toLowerCase().replaceAll("_", "-");
        if (key === "index-url" || key === "pypi-url" || key === "i") usual = value;
        if (key === "extra-index-url") extra = value;
      }
    }
  }
  return [
    ...words(environment["PIP_INDEX_URL"] || usual),
    ...words(environment["PIP_EXTRA_INDEX_URL"] || extra),
  ];
}
