import type { FileTree } from "../../host/index.ts";
import type { ConfigPlace } from "../../model/index.ts";
import type { ConfigProblem, WaiverEntry } from "../config-file.ts";
import { readVex, type ReadVex } from "./read-vex.ts";

/** A document that a configuration names. */
interface NamedVex {
  readonly name: string;
  /** Where it is named. */
  readonly place: ConfigPlace;
  /** Null: it lies outside of what the configuration may read. */
  readonly at: { readonly tree: FileTree; readonly file: string; readonly path: string } | null;
}

const LARGEST = 16 * 1024 * 1024;
const MOST_FILES = 100;

/** The waivers of all of them. What is wrong with one is a problem of the configuration: half a policy would be none. */
export async function readVexFiles(named: readonly NamedVex[]): Promise<ReadVex> {
  const waivers: WaiverEntry[] = [];
  const problems: ConfigProblem[] = [];
  for (const [index, one] of named.entries()) {
    const read = index < MOST_FILES ? await readOne(one) : failed(one, `there are more than ${MOST_FILES}`);
    waivers.push(...read.waivers);
    problems.push(...read.problems);
  }
  return { waivers, problems };
}

function failed({ name, place }: NamedVex, why: string): ReadVex {
  return { waivers: [], problems: [{ place, message: `vex: ${name} ${why}`, hint: null }] };
}

async function readOne(one: NamedVex): Promise<ReadVex> {
  if (one.at === null) return failed(one, "lies outside of the repository");
  const read = await one.at.tree.read(one.at.file, LARGEST);
  switch (read.kind) {
    case "file":
      break;
    case "missing":
      return failed(one, "does not exist");
    case "too-large":
      return failed(one, `is larger than ${LARGEST / 1024 / 1024} MiB`);
    case "unreadable":
      return failed(one, `cannot be read: ${read.reason}`);
    case "outside-root":
      return failed(one, "is a link that leads out of the repository");
    default:
      return failed(one, "is not a file");
  }
  try {
    const text = new TextDecoder("utf-8", { fatal: true, ignoreBOM: true }).decode(read.bytes);
    return readVex(text, one.at.path);
  } catch {
    return failed(one, "is not UTF-8");
  }
}
