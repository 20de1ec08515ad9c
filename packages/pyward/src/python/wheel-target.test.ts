import { expect, test } from "vitest";
import { parseWheelFilename } from "./filename.ts";
import { fitsWheelTarget, type WheelTarget } from "./wheel-target.ts";

const LINUX: WheelTarget = {
  implementation_name: "cpython",
  platform_machine: "x86_64",
  python_version: "3.12",
  sys_platform: "linux",
};
const MAC: WheelTarget = { ...LINUX, sys_platform: "darwin", platform_machine: "arm64" };
const WINDOWS: WheelTarget = { ...LINUX, sys_platform: "win32", platform_machine: "AMD64" };

test.each<[string, WheelTarget, boolean]>([
  ["py3-none-any", LINUX, true],
  ["py2.py3-none-any", LINUX, true],
  ["py2-none-any", LINUX, false],
  ["py312-none-any", LINUX, true],
  ["py313-none-any", LINUX, false],
  ["cp312-cp312-manylinux_2_17_x86_64.manylinux2014_x86_64", LINUX, true],
  ["cp312-cp312-manylinux1_x86_64", LINUX, true],
  ["cp312-cp312-linux_x86_64", LINUX, true],
  ["cp312-cp312-musllinux_1_2_x86_64", LINUX, true],
  ["cp312-cp312-manylinux_2_17_aarch64", LINUX, false],
  ["cp312-cp312-manylinux_2_17_aarch64", { ...LINUX, platform_machine: "" }, true],
  ["cp312-cp312-manylinux_2_17_aarch64", { ...LINUX, platform_machine: "arm64" }, true],
  ["cp312-cp312-win_amd64", LINUX, false],
  ["cp311-cp311-manylinux2014_x86_64", LINUX, false],
  ["cp37-abi3-manylinux2014_x86_64", LINUX, true],
  ["cp313-abi3-manylinux2014_x86_64", LINUX, false],
  ["cp312-none-any", LINUX, true],
  ["cp311-none-any", LINUX, false],
  ["cp312-cp312t-manylinux2014_x86_64", LINUX, false],
  ["py3-cp312-any", LINUX, false],
  ["pp310-pypy310_pp73-manylinux2014_x86_64", LINUX, false],
  [
    "pp310-pypy310_pp73-manylinux2014_x86_64",
    { ...LINUX, implementation_name: "pypy", python_version: "3.10" },
    true,
  ],
  ["cp37-cp37m-manylinux2014_x86_64", { ...LINUX, python_version: "3.7" }, true],
  ["py3-none-macosx_11_0_arm64", MAC, true],
  ["py3-none-macosx_10_9_universal2", MAC, true],
  ["py3-none-macosx_10_9_x86_64", MAC, false],
  ["py3-none-macosx_10_9_intel", { ...MAC, platform_machine: "x86_64" }, true],
  ["cp312-cp312-win_amd64", WINDOWS, true],
  ["cp312-cp312-win32", WINDOWS, false],
  ["cp312-cp312-win32", { ...WINDOWS, platform_machine: "x86" }, true],
  ["cp312-cp312-win_arm64", { ...WINDOWS, platform_machine: "ARM64" }, true],
  ["cp312-cp312-win_arm64", { ...WINDOWS, sys_platform: "" }, true],
  ["cp312-cp312-freebsd_14_x86_64", { ...LINUX, sys_platform: "freebsd14" }, false],
  ["cp312-cp312-emscripten_3_1_wasm32", { ...LINUX, sys_platform: "emscripten" }, true],
])("%s", (tags, target, expected) => {
  const parsed = parseWheelFilename(`lamp-1.0-${tags}.whl`);
  expect(parsed.ok && fitsWheelTarget(parsed.value, target)).toBe(expected);
});
