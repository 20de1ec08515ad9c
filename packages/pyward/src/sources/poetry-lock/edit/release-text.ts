import type { Release } from "../../../model/index.ts";
import { parseRequirement, type Requirement } from "../../../python/index.ts";
import type { PythonInterval } from "../../shared/lock-edit/python-range.ts";
import { quoted } from "../../shared/lock-edit/quoted.ts";
import { constraintTexts } from "./constraint-text.ts";
import type { Link } from "./locked-text.ts";
import { splitMarker, type SplitMarker } from "./marker-text.ts";

export interface ReleaseTexts {
  readonly lines: readonly string[];
  readonly links: readonly Link[];
}

interface Need {
  readonly requirement: Requirement;
  readonly marker: SplitMarker;
  readonly inTable: string;
  readonly inList: string;
}

/** What `[package.dependencies]` and `[package.extras]` say of a release; a text: why that is not certain. */
export function needsText(
  name: string,
  { requires, extras }: Release,
  { pythons, wanted }: { readonly pythons: PythonInterval; readonly wanted: ReadonlySet<string> },
): ReleaseTexts | string {
  const needs: Need[] = [];
  for (const text of requires) {
    const parsed = parseRequirement(text);
    const marker = parsed.ok ? splitMarker(parsed.value.marker, pythons) : null;
    if (!parsed.ok || marker === null || parsed.value.url !== null)
      return `${name} has an unusual requirement`;
    const constraint = constraintTexts(parsed.value.specifiers.specifiers);
    const requirement = parsed.value;
    const isClear = marker.whole.kind !== "unclear" && marker.rest.kind !== "unclear" && constraint !== null;
    if (!isClear || requirement.name === name)
      return `${name} needs ${requirement.name} in a way that Poetry may write otherwise`;
    if (marker.extra !== null && !extras.includes(marker.extra)) continue;
    needs.push({ requirement, marker, ...constraint });
  }
  const used = needs.filter(
    ({ marker: { extra, whole } }) => whole.kind !== "never" && (extra === null || wanted.has(extra)),
  );
  const names = used.map(({ requirement }) => requirement.name);
  const twice = names.find((one, at) => names.indexOf(one) !== at);
  if (twice !== undefined) return `${name} needs ${twice} under several conditions`;
  const sorted = used.toSorted((a, b) => (a.requirement.name < b.requirement.name ? -1 : 1));
  const lists = extras.toSorted().flatMap((extra) => {
    const items = needs.filter(({ marker }) => marker.extra === extra).map(listItem);
    return items.length === 0 ? [] : [`${extra} = [${items.toSorted().map(quoted).join(", ")}]`];
  });
  return {
    lines: [
      ...(sorted.length === 0 ? [] : ["", "[package.dependencies]", ...sorted.map(tableLine)]),
      ...(lists.length === 0 ? [] : ["", "[package.extras]", ...lists]),
    ],
    links: sorted.map(linkOf),
  };
}

function linkOf({ requirement, marker }: Need): Link {
  const text = marker.whole.kind === "marker" ? marker.whole.text : null;
  const isOptional = marker.extra !== null;
  return { name: requirement.name, extras: requirement.extras, marker: text, isOptional };
}

function tableLine(need: Need): string {
  const { requirement, inTable } = need;
  const { extras, marker, isOptional } = linkOf(need);
  const parts = [
    `version = ${quoted(inTable)}`,
    ...(extras.length === 0 ? [] : [`extras = [${extras.map(quoted).join(", ")}]`]),
    ...(isOptional ? ["optional = true"] : []),
    ...(marker === null ? [] : [`markers = ${quoted(marker)}`]),
  ];
  const key = /^[\w-]+$/.test(requirement.rawName) ? requirement.rawName : quoted(requirement.rawName);
  return `${key} = ${parts.length === 1 ? quoted(inTable) : `{${parts.join(", ")}}`}`;
}

function listItem({ requirement, marker, inList }: Need): string {
  const extras = requirement.extras.length === 0 ? "" : `[${requirement.extras.join(",")}]`;
  const condition =
    marker.rest.kind === "marker" && marker.rest.text !== null ? ` ; ${marker.rest.text}` : "";
  return `${requirement.rawName}${extras}${inList}${condition}`;
}
