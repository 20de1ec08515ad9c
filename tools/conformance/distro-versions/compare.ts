import { spawnSync } from "node:child_process";
import { compareDpkg } from "../../../packages/pyward/src/distribution/compare-dpkg.ts";
import { compareRpm } from "../../../packages/pyward/src/distribution/compare-rpm.ts";

let seed = 20_240_101;
const random = (below: number): number => (seed = (seed * 48_271) % 0x7fffffff) % below;
const pick = <T>(items: readonly [T, ...T[]]): T => items[random(items.length)] ?? items[0];

const PIECES = [
  "0",
  "1",
  "2",
  "9",
  "10",
  "01",
  "00",
  "100",
  "a",
  "b",
  "rc",
  "Z",
  ".",
  ".",
  "+",
  "~",
  "~~",
  "el9",
  "deb12u1",
  "ubuntu1",
  "git",
] as const;

function word(more: readonly string[]): string {
  const pieces = [...PIECES, ...more] as const;
  return (
    pick(["0", "1", "2", "10"]) +
    Array.from({ length: random(5) }, () => pick(pieces as readonly [string, ...string[]])).join("")
  );
}

function version(more: readonly string[], isDashed: boolean): string {
  const epoch = random(6) === 0 ? `${random(3)}:` : "";
  return `${epoch}${word(more)}${isDashed || random(4) > 0 ? `-${word(more)}` : ""}`;
}

/** Half of the pairs are alike but for one place, which is where rules differ. */
function pairs(
  count: number,
  more: readonly string[],
  isDashed: boolean,
): readonly (readonly [string, string])[] {
  return Array.from({ length: count }, () => {
    const a = version(more, isDashed);
    if (random(2) === 0) return [a, version(more, isDashed)] as const;
    const at = 1 + random(a.length);
    return [a, a.slice(0, at) + pick(PIECES) + a.slice(at)] as const;
  });
}

function check(
  title: string,
  asked: readonly (readonly [string, string])[],
  expected: readonly string[],
  compare: (a: string, b: string) => number | null,
): number {
  let different = 0;
  for (const [at, [a, b]] of asked.entries()) {
    const actual = String(Math.sign(compare(a, b) ?? NaN));
    if (actual === expected[at]) continue;
    different++;
    if (different < 20) console.log(`${title} ${a} ${b}: ${expected[at]}, pyward ${actual}`);
  }
  console.log(`${title}: ${asked.length} pairs, ${different} differ`);
  return different + (asked.length === expected.length ? 0 : 1);
}

function run(command: string, given: readonly string[], input: string): readonly string[] {
  const { status, stdout, stderr } = spawnSync(command, given, { input, encoding: "utf8", maxBuffer: 1e9 });
  if (status !== 0) throw new Error(`${command} ends with ${status}: ${stderr}`);
  return stdout.trim().split("\n");
}

const debian = pairs(4000, [":1"], false).filter(
  ([a, b]) => ![a, b].some((one) => /^[^:]*:.*:/.test(one) || (/:/.test(one) && !/^\d+:/.test(one))),
);
const script = debian
  .map(
    ([a, b]) =>
      `if dpkg --compare-versions '${a}' lt '${b}'; then echo -1; elif dpkg --compare-versions '${a}' eq '${b}'; then echo 0; else echo 1; fi`,
  )
  .join("\n");
let different = check("dpkg", debian, run("sh", [], `exec 2>/dev/null\n${script}\n`), compareDpkg);

const fedora = pairs(8000, ["^", "^1", "_", "^git"], true).filter((pair) =>
  pair.every((one) => /^(?:\d+:)?[^:-]+-[^:-]+$/.test(one)),
);
// rpm.labelCompare takes (epoch, version, release); its own parts of a text are made here as rpm makes them.
const python = `
import sys, rpm
def split(text):
    epoch, _, rest = text.rpartition(":")
    version, _, release = rest.partition("-")
    return (epoch or "0", version, release)
for line in sys.stdin:
    a, b = line.split()
    print(rpm.labelCompare(split(a), split(b)))
`;
different += check(
  "rpm",
  fedora,
  run("/usr/bin/python3", ["-c", python], `${fedora.map((pair) => pair.join(" ")).join("\n")}\n`),
  compareRpm,
);
process.exitCode = different > 0 ? 1 : 0;
