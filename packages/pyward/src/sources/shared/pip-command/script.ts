import type { Origin, Scope } from "../../../model/index.ts";
import type { ShellText } from "../../../syntax/shell/index.ts";
import { addRequirement, hasRoom, refuse, type Mentions } from "./gather.ts";
import { readInstalls } from "./installs.ts";

/** A script that lies in a file. */
export interface PlacedScript {
  readonly script: ShellText;
  readonly scope: Scope;
  /** The place of an offset in the script. */
  originAt(offset: number): Origin;
  /** Whether a word is put together by what surrounds the script (`{version}` in a notebook). */
  readonly isFilledIn?: (text: string) => boolean;
}

/** Adds what the commands of a script install. False where there is so much that reading should end. */
export function addInstalls(
  { script, scope, originAt, isFilledIn }: PlacedScript,
  mentions: Mentions,
): boolean {
  for (const install of readInstalls(script)) {
    const origin = originAt(install.at);
    if (!hasRoom(mentions, origin)) return false;
    switch (install.kind) {
      case "requirement":
        if (isFilledIn?.(install.text) === true) addComputed(null, origin, mentions);
        else addRequirement(install.text, scope, origin, mentions);
        break;
      case "file":
        if (isFilledIn?.(install.path) === true) addComputed(null, origin, mentions);
        else mentions.files.push({ path: install.path, origin, scope });
        break;
      case "computed":
        addComputed(install.name, origin, mentions);
        break;
      case "conda": {
        const reason = "conda installs packages here, and nothing says which PyPI releases these are";
        refuse(mentions, { code: "conda-unmapped", reason, origin });
        break;
      }
      default:
        install satisfies never;
    }
  }
  return true;
}

function addComputed(name: string | null, origin: Origin, mentions: Mentions): void {
  const reason = "what is installed here is computed when the command runs";
  refuse(mentions, { code: "dynamic-metadata", reason, origin }, name);
}
