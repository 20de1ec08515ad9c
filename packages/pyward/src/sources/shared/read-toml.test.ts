import { expect, test } from "vitest";
import { parseTomlFile } from "./read-toml.ts";

test("a line of 50 MB is a gap at its place; a file of as many bytes in ordinary lines is read", () => {
  const started = process.cpuUsage();
  const long = parseTomlFile("uv.lock", `a = 1\nb = "${"x".repeat(50_000_000)}"\n`);
  expect(long).toMatchObject({
    kind: "gap",
    gap: { code: "limit-exceeded", origin: { path: "uv.lock", line: 2 } },
  });
  expect(process.cpuUsage(started).user / 1e6).toBeLessThan(2);
  const many = parseTomlFile("uv.lock", "# a comment of some length, as there are many\n".repeat(400_000));
  expect(many.kind).toBe("toml");
});
