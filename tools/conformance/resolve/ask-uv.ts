import { spawn } from "node:child_process";
import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { split } from "../../../packages/pyward/src/resolve/scenarios/scenario.ts";
import type { Scenario } from "../../../packages/pyward/src/resolve/scenarios/scenario.ts";

/** Where `uv` is, an empty folder for it, and the scenario's own index and files. */
export interface UvPlace {
  readonly uv: string;
  readonly folder: string;
  /** `http://127.0.0.1:PORT/NUMBER`. */
  readonly origin: string;
}

export interface UvAnswer {
  /** As a scenario has it: null where nothing fits. */
  readonly pins: string | null;
  readonly stderr: string;
}

/** What the real `uv pip compile` makes of the scenario. Forbidden versions are beyond it. */
export async function askUv(scenario: Scenario, place: UvPlace): Promise<UvAnswer> {
  const { lines, stderr } = await askUvForLines(scenario, place, false);
  const texts = lines?.map((line) => line.replace(/ *;.*/, "").replace(" @ ", "@"));
  return { pins: texts?.toSorted().join(" ") ?? null, stderr };
}

interface UvLines {
  /** Without extras; null where nothing fits. */
  readonly lines: readonly string[] | null;
  readonly stderr: string;
}

/** `isUniversal`: for every platform, and every Python from the scenario's on. */
export async function askUvForLines(
  scenario: Omit<Scenario, "pins" | "differs">,
  { uv, folder, origin }: UvPlace,
  isUniversal: boolean,
): Promise<UvLines> {
  mkdirSync(folder, { recursive: true });
  const write = (name: string, text: string | undefined): string => {
    const path = join(folder, name);
    writeFileSync(
      path,
      split(text)
        .map((line) => `${line.replaceAll("https://files.example", `${origin}/given`)}\n`)
        .join(""),
    );
    return path;
  };
  const output = write("output.txt", scenario.prefer);
  const options = [
    ...[
      "pip",
      "compile",
      write("ask.in", scenario.ask),
      "--output-file",
      output,
      "--no-header",
      "--no-annotate",
    ],
    ...["--index-url", `${origin}/simple`, "--cache-dir", join(folder, "../cache"), "--no-python-downloads"],
    ...[
      "--python-version",
      scenario.python ?? "3.12",
      ...(isUniversal ? ["--universal"] : ["--python-platform", scenario.platform ?? "linux"]),
    ],
    ...[
      "--resolution",
      scenario.mode ?? "highest",
      "--constraints",
      write("constraints.txt", scenario.constraints),
    ],
    ...["--overrides", write("overrides.txt", scenario.overrides), "--no-config"],
    ...(scenario.before === undefined ? [] : ["--exclude-newer", scenario.before]),
  ];
  const { code, stdout, stderr } = await runProgram(uv, options);
  if (code !== 0) return { lines: null, stderr };
  const pins = stdout.split("\n").filter((line) => /^[a-z0-9]/.test(line));
  const lines = pins.map((line) =>
    line.replace(/\[.*?\]/, "").replaceAll(`${origin}/given`, "https://files.example"),
  );
  return { lines, stderr };
}

interface Ended {
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

export function runProgram(command: string, options: readonly string[]): Promise<Ended> {
  return new Promise((done, failed) => {
    const child = spawn(command, options, { stdio: ["ignore", "pipe", "pipe"] });
    let [stdout, stderr] = ["", ""];
    child.stdout.on("data", (chunk: Buffer) => (stdout += chunk.toString()));
    child.stderr.on("data", (chunk: Buffer) => (stderr += chunk.toString()));
    child.on("error", failed);
    child.on("close", (code) => done({ code, stdout, stderr }));
  });
}
