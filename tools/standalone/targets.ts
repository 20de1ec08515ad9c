/** A platform that an executable is built for. */
export interface StandaloneTarget {
  /** The end of the executable's name. */
  readonly name: string;
  /** As Bun's `--target` says it. */
  readonly bun: string;
  /** The package that carries Bun's program for it, which becomes the executable's body. */
  readonly body: string;
  /** Of the body, in its package. */
  readonly program: "bun" | "bun.exe";
  readonly header: Header;
}

/** How an executable of a platform starts: checked on what cannot be run here. */
export type Header =
  /** `machine`: `e_machine` of the ELF header (System V ABI). */
  | { readonly kind: "elf"; readonly machine: number }
  /** `cpu`: `cputype` of a 64-bit Mach-O header. */
  | { readonly kind: "mach-o"; readonly cpu: number }
  /** `machine`: of the COFF header (PE format). */
  | { readonly kind: "pe"; readonly machine: number };

/** Where there are two builds of an x64 program, the one that runs on processors without AVX2. */
export const TARGETS: readonly StandaloneTarget[] = [
  target("linux-x64", "bun-linux-x64-baseline", { kind: "elf", machine: 62 }),
  target("linux-arm64", "bun-linux-aarch64", { kind: "elf", machine: 183 }),
  target("macos-arm64", "bun-darwin-aarch64", { kind: "mach-o", cpu: 0x0100000c }),
  target("macos-x64", "bun-darwin-x64-baseline", { kind: "mach-o", cpu: 0x01000007 }),
  target("windows-x64.exe", "bun-windows-x64-baseline", { kind: "pe", machine: 0x8664 }),
];

function target(name: string, bun: string, header: Header): StandaloneTarget {
  return { name, bun, body: `@oven/${bun}`, program: header.kind === "pe" ? "bun.exe" : "bun", header };
}

/** What the first bytes of a file say; null: none of these. */
export function headerOf(bytes: Buffer): Header | null {
  if (bytes.length < 64) return null;
  if (bytes.readUInt32BE(0) === 0x7f454c46) return { kind: "elf", machine: bytes.readUInt16LE(18) };
  if (bytes.readUInt32LE(0) === 0xfeedfacf) return { kind: "mach-o", cpu: bytes.readUInt32LE(4) };
  if (bytes.readUInt16LE(0) !== 0x5a4d) return null;
  const at = bytes.readUInt32LE(60);
  const isPe = at + 6 <= bytes.length && bytes.readUInt32LE(at) === 0x4550;
  return isPe ? { kind: "pe", machine: bytes.readUInt16LE(at + 4) } : null;
}
