import { expect, test } from "vitest";
import { headerOf, TARGETS } from "./targets.ts";

test("an executable is told by its first bytes", () => {
  const elf = start([0x7f, 0x45, 0x4c, 0x46], 18, [183, 0]);
  expect(headerOf(elf)).toEqual({ kind: "elf", machine: 183 });
  const machO = start([0xcf, 0xfa, 0xed, 0xfe], 4, [0x0c, 0, 0, 1]);
  expect(headerOf(machO)).toEqual({ kind: "mach-o", cpu: 0x0100000c });
  const pe = start([0x4d, 0x5a], 60, [64, 0, 0, 0, 0x50, 0x45, 0, 0, 0x64, 0x86]);
  expect(headerOf(pe)).toEqual({ kind: "pe", machine: 0x8664 });
});

test("what is none of them is none", () => {
  expect(headerOf(Buffer.alloc(128))).toBeNull();
  expect(headerOf(Buffer.from([0x7f, 0x45]))).toBeNull();
  expect(headerOf(start([0x4d, 0x5a], 60, [0xff, 0xff, 0xff, 0x7f]))).toBeNull();
});

test("each target has a header of its own", () => {
  const headers = new Set(TARGETS.map(({ header }) => JSON.stringify(header)));
  expect(headers.size).toBe(TARGETS.length);
});

function start(magic: readonly number[], at: number, field: readonly number[]): Buffer {
  const bytes = Buffer.alloc(128);
  Buffer.from(magic).copy(bytes, 0);
  Buffer.from(field).copy(bytes, at);
  return bytes;
}
