import { join } from "node:path";
import { Ajv } from "ajv";
import { describe, expect, test } from "vitest";
import { parseConfig } from "../../packages/pyward/src/config/parse-config.ts";
import { parseToml, toPlain, type PlainValue } from "../../packages/pyward/src/syntax/toml/index.ts";
import { configSchema } from "./config-schema.ts";

const schema: object = JSON.parse((await configSchema(join(import.meta.dirname, "../.."))) ?? "");
const validate = new Ajv({ strict: true, strictRequired: false, allErrors: true }).compile(schema);

function isValid(text: string): boolean {
  const parsed = parseToml(text);
  if (!parsed.ok) throw new Error(parsed.error.message);
  return validate(asJson(toPlain(parsed.document.root)));
}

function asJson(value: PlainValue): unknown {
  if (value instanceof Map) return Object.fromEntries([...value].map(([key, child]) => [key, asJson(child)]));
  return Array.isArray(value) ? value.map(asJson) : value;
}

function isRead(text: string): boolean {
  const file = { text, sha256: "", path: "c.toml", isTrusted: true, form: "pyward", folder: "" } as const;
  return parseConfig(file).kind === "config";
}

const WAIVER = '[[waivers]]\nid = "X-1"\nreason = "r"\n';

describe("the schema and the strict reader agree", () => {
  test.each([
    "",
    'fail-on = "high"\nstrict = true\nmax-db-age = 7\nunknown-severity = "warn"',
    'vex = "security/vex.json"',
    'fail-on-epss = 0.1\nfail-on-kind = ["yanked", "archived"]',
    "fail-on-epss = 1",
    'python = "3.12"\nplatform = ["linux", "linux/arm64/v8"]',
    'allow-gaps = ["unpinned"]\nformat = ["table", "json:out.json"]',
    `${WAIVER}expires = 2027-01-31\nuntil = "fixed"\nkind = "accepted"\nscope = "dev"\ntarget = ["3.12"]`,
    'waivers = [{ gap = "unpinned", reason = "r" }]',
    '[scopes.dev]\nfail-on = "low"\n[scopes."group:docs"]\nfail-on = "critical"\n[[paths]]\npath = "x/**"\nfail-on = "none"',
    'extends = "a.toml"\nnever-waive = "X-1"\nignore = ["X-1=r"]',
    'indexes = [{ url = "https://index.example/simple", kind = "private" }]',
    `extends = { file = "a.toml", sha256 = "${"0".repeat(64)}" }`,
  ])("both take %j", (text) => {
    expect([isValid(text), isRead(text)]).toEqual([true, true]);
  });

  test.each([
    "vex = 3",
    "fail-onn = 'high'",
    "fail-on = 'huge'",
    "fail-on = 3",
    "fail-on-epss = 1.5",
    "fail-on-epss = 'high'",
    "fail-on-epss = -0.1",
    "fail-on-kind = 'malware'",
    "strict = 'yes'",
    "max-db-age = 1.5",
    "max-db-age = -1",
    "max-db-age = 10000000",
    "python = 'three'",
    "python = [3.12]",
    "platform = ''",
    "exclude = '/'",
    "allow-gaps = ['unpined']",
    "color = 'red'",
    `${WAIVER}resaon = 'x'`,
    `${WAIVER}kind = 'fixed'`,
    `${WAIVER}expires = 'soon'`,
    `${WAIVER}until = 'never'`,
    `${WAIVER}gap = 'unpinned'`,
    `${WAIVER}scope = 'develop'`,
    `${WAIVER}target = 'solaris'`,
    "[[waivers]]\nreason = 'r'",
    "[[waivers]]\ngap = 'nothing'\nreason = 'r'",
    "waivers = 3",
    "[scopes.develop]\nfail-on = 'low'",
    "[scopes.dev]\nfail-on = 'lo'",
    "[scopes.dev]\n",
    "[[paths]]\nfail-on = 'low'",
    "[[paths]]\npath = 'x'",
    "extends = ''",
    "extends = { sha256 = 'x' }",
    "[[indexes]]\nkind = 'pypi'",
    "indexes = [{ url = 'index.example', kind = 'pypi' }]",
    "indexes = [{ url = 'https://index.example', kind = 'ours' }]",
    "[project]\nname = 'x'",
  ])("both refuse %j", (text) => {
    expect([isValid(text), isRead(text)]).toEqual([false, false]);
  });
});
