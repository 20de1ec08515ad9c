import { expect, test } from "vitest";
import { readText } from "./memory-project.ts";

const MB = 1024 * 1024;
const repeat = (text: string, bytes: number): string => text.repeat(Math.ceil(bytes / text.length));

test.each([
  ["a line of 50 MB", 1, repeat("a", 50 * MB)],
  ["a line of 20 MB", 1, repeat("a", 20 * MB)],
  ["20 MB of continued lines", 1, repeat("a\\\n", 20 * MB)],
  ["20 MB of lone carriage returns", 0, repeat("\r", 20 * MB)],
  ["20 MB of comments", 1, repeat("#\n", 20 * MB)],
  ["20 MB of lines that are no requirements", 1, repeat("a b\n", 20 * MB)],
])("%s is read or refused within two seconds", async (_, gaps, text) => {
  const started = process.cpuUsage();
  const inventory = await readText(new TextEncoder().encode(text));
  expect(process.cpuUsage(started).user / 1e6).toBeLessThan(2);
  expect(inventory.gaps.length).toBe(gaps);
});

test.each([
  ["different pins", Array.from({ length: 150_000 }, (_, n) => `p${n}==1`).join("\n")],
  [
    "requirements with markers",
    Array.from({ length: 60_000 }, (_, n) => `p${n}>=1,<${n}; os_name == "nt"`).join("\n"),
  ],
  ["open requirements of one name", Array.from({ length: 30_000 }, (_, n) => `a>${n}`).join("\n")],
  [
    "annotations that all name each other",
    Array.from({ length: 3000 }, (_, n) => `a==1.${n} # via a`).join("\n"),
  ],
  ["hashes of one line", `a==1 ${repeat("--hash=sha256:ab ", 250_000)}`],
  ["options of one line", repeat("--no-index ", 250_000)],
  ["brackets", repeat("[", 250_000)],
  ["spaces in a line", `a${repeat(" ", 250_000)}b`],
  ["hash marks in a line", `a${repeat("#", 250_000)}`],
  ["quotes in options", `-r ${repeat("'a'", 250_000)}`],
  ["dollar signs", repeat("${", 250_000)],
  ["a URL of at signs", `a @ https://${repeat("@", 250_000)}`],
  ["a URL of fragments", `https://host.example/${repeat("#egg=", 250_000)}`],
  ["markers", `a; ${repeat("(", 250_000)}`],
  ["directories that do not exist", Array.from({ length: 60_000 }, (_, n) => `./x${n}`).join("\n")],
  ["dots", repeat("./", 250_000)],
])("many %s stay quick", async (_, text) => {
  const started = process.cpuUsage();
  await readText(text);
  expect(process.cpuUsage(started).user / 1e6).toBeLessThan(2);
});

test("names and texts of the file stand in no reason", async () => {
  const { gaps } = await readText(
    "\u001b[31mevil==1\nok==1\n-r \u001b]0;x\u0007.txt\n--\u001bx\n##vso[task]==1\na\u202eb==1\n",
  );
  expect(gaps.every(({ reason }) => /^[ -~]+$/.test(reason))).toBe(true);
  expect(gaps.length).toBeGreaterThan(2);
});
