import { formatMarker, parseRequirement } from "../../python/index.ts";
import { VCS_NAMES, isVcsScheme, readLink, schemeOf } from "./link.ts";
import { splitExtras } from "./local.ts";
import { asked, fromLink, refuse } from "./requirement.ts";
import type { Asked, ReadRequirement } from "./requirement.ts";

/** The value of `-e` as pip's `parse_editable` reads it: a directory, a `file:` URL, a VCS URL, or `name @` one of these. */
export function readEditable(value: string, edit: Asked["edit"]): ReadRequirement {
  const requirement = parseRequirement(value);
  if (requirement.ok && requirement.value.url !== null) {
    const { name, url, extras, marker } = requirement.value;
    const read = readEditableUrl(url, edit);
    if (read.kind === "refused") return read;
    return asked({ ...read.asked, name, extras, marker: marker === null ? null : formatMarker(marker) });
  }
  const { path, extras } = splitExtras(value);
  if (extras === null) return refuse(value, "the brackets hold no extras");
  const scheme = schemeOf(value);
  if (scheme === "file") return withExtras(readEditableUrl(path, edit), extras);
  const url = VCS_NAMES.includes(scheme) ? `${scheme}+${value}` : value;
  if (isVcsScheme(schemeOf(url))) return named(readEditableUrl(url, edit));
  if (scheme !== "") return refuse(value, "an editable is a directory or a VCS URL");
  return asked({
    pin: "url",
    extras,
    source: { type: "path", url: null },
    own: "editable",
    local: { path, kind: "directory" },
    edit,
  });
}

function readEditableUrl(url: string, edit: Asked["edit"]): ReadRequirement {
  const result = readLink(url);
  if (result.kind === "refused") return refuse("", result.reason);
  const { link } = result;
  if (link.localPath === null && !isVcsScheme(link.scheme)) {
    return refuse("", "an editable is a directory or a VCS URL");
  }
  const isLocal = link.localPath !== null;
  return asked({
    ...fromLink(link, { text: url, marker: null, edit }),
    name: link.egg,
    own: isLocal ? "editable" : null,
    local: link.localPath === null ? null : { path: link.localPath, kind: "directory" },
  });
}

function withExtras(read: ReadRequirement, extras: readonly string[]): ReadRequirement {
  return read.kind === "asked" ? asked({ ...read.asked, extras }) : read;
}

function named(read: ReadRequirement): ReadRequirement {
  return read.kind === "asked" && read.asked.name === null
    ? refuse("", "a VCS URL needs its project's name: NAME @ URL, or #egg=NAME")
    : read;
}
