import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { cliPage } from "./cli-page.ts";

const page = (await cliPage(join(import.meta.dirname, "../.."))) ?? "";
const sections = page.split(/^## /mu).slice(1);

describe("the help of every command", () => {
  test("is its own", () => {
    const texts = sections.map((section) => section.slice(section.indexOf("\n")));
    expect(texts.length).toBeGreaterThan(1);
    expect(new Set(texts).size).toBe(texts.length);
  });

  test.each(sections.map((section) => [section.split("\n")[0], section]))(
    "%s has an example",
    (_, section) => {
      expect(section).toMatch(/Examples:\n {2}pyward/u);
    },
  );
});
