import { describe, expect, it } from "vitest";

import { parseYaml } from "./parse-yaml.ts";

describe("parseYaml", () => {
  it("keeps every scalar as the text that was written, and null", () => {
    expect(parseYaml("v: 1.10\nd: 2024-01-01\nb: yes\no: 0o17\nn: null\ne:\nq: 'null'")).toEqual({
      ok: true,
      value: { v: "1.10", d: "2024-01-01", b: "yes", o: "0o17", n: null, e: null, q: "null" },
    });
  });

  it.each(["a: [", "!!js/function 'x'", "[".repeat(100_000), "- ".repeat(100_000), "a: 1\n---\na: 2", ""])(
    "says what is wrong with %.20j",
    (text) => {
      expect(parseYaml(text)).toMatchObject({ ok: false });
    },
  );

  it("does not follow a multitude of aliases", () => {
    expect(parseYaml(`a: &a x\nb: [${Array.from({ length: 5_000 }, () => "*a").join(",")}]`)).toMatchObject({
      ok: false,
    });
  });
});
