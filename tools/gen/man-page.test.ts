import { spawnSync } from "node:child_process";
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { cliPage } from "./cli-page.ts";
import { FILES, VARIABLES } from "./man-facts.ts";
import { manPage } from "./man-page.ts";

const ROOT = join(import.meta.dirname, "../..");
const page = (await manPage(ROOT)) ?? "";
const shown = page.replaceAll("\\-", "-");

describe("the manual", () => {
  test("has every command and every option that docs/cli.md has", async () => {
    const cli = (await cliPage(ROOT)) ?? "";
    const names = [...cli.matchAll(/^## (pyward[^\n]*)$/gmu)].map(([, name = ""]) => name);
    // `pip-audit` has options of its own parser, which its own help and docs/pip-audit.md tell.
    const own = cli.replace(/^## pyward pip-audit\n[^]*?(?=^## )/gmu, "");
    const options = [...own.matchAll(/^ {2}(?:-\w, )?(--[a-z-]+)/gmu)].map(([, name = ""]) => name);
    expect(options.length).toBeGreaterThan(40);
    expect(names.length).toBeGreaterThan(12);
    for (const name of names.slice(1)) expect(shown).toContain(`.SS "${name} `);
    for (const option of options) expect(shown).toContain(option);
  });

  test("is ASCII, has its sections in the usual order, and no line that is a request by accident", () => {
    expect(page).toMatch(/^[\x20-\x7e\n]*$/u);
    const sections = [...page.matchAll(/^\.SH "?([A-Z ]+)"?$/gmu)].map(([, title]) => title);
    expect(sections).toEqual(
      "NAME,SYNOPSIS,DESCRIPTION,COMMANDS,EXIT STATUS,ENVIRONMENT,FILES,EXAMPLES".split(","),
    );
    const requests = new Set([...page.matchAll(/^[.'](\S+)/gmu)].map(([, name]) => name));
    expect([...requests].toSorted()).toEqual(
      ['\\"', "B", "BR", "PP", "SH", "SS", "TH", "TP", "br", "fi", "nf"].toSorted(),
    );
  });

  test("each variable that it names is one that the program reads", () => {
    const source = sources(join(ROOT, "packages/pyward/src")).join("\n");
    for (const name of VARIABLES.flatMap(([names]) => names.split(", "))) expect(source).toContain(name);
    expect(FILES.length).toBeGreaterThan(2);
  });

  test.skipIf(!isHere("mandoc"))(
    "mandoc finds no error and no warning but the date, which it has none of",
    () => {
      const { stdout } = spawnSync("mandoc", ["-Tlint", "-W", "warning"], { input: page, encoding: "utf8" });
      expect(stdout.split("\n").filter((line) => line !== "" && !line.includes("missing date"))).toEqual([]);
    },
  );

  test.skipIf(!isHere("groff"))("groff has nothing to warn of", () => {
    const argv = ["-man", "-Tutf8", "-ww", "-z"];
    expect(spawnSync("groff", argv, { input: page, encoding: "utf8" }).stderr).toBe("");
  });
});

function isHere(program: string): boolean {
  return spawnSync(program, [], { input: "" }).error === undefined;
}

function sources(folder: string): readonly string[] {
  return readdirSync(folder, { recursive: true, encoding: "utf8" })
    .filter((name) => name.endsWith(".ts") && !name.endsWith(".test.ts"))
    .map((name) => readFileSync(join(folder, name), "utf8"));
}
