import type { Bill, Part, Subject } from "../shared/bill-of-materials.ts";
import type { JsonMembers } from "../shared/clean-json.ts";
import { checksumsOf, downloadLocation, placesOf, remarksOn } from "../shared/spdx/described.ts";
import { localId } from "../shared/spdx/namespace.ts";
import type { Elements } from "./element.ts";

export function packagesOf({ subjects, parts }: Bill, elements: Elements): readonly JsonMembers[] {
  const make = (id: string, members: JsonMembers): JsonMembers =>
    elements.make("software_Package", localId("Package", id), members);
  return [
    ...subjects.map((subject) => make(subject.id, subjectMembers(subject))),
    ...parts.map((part) => make(part.id, partMembers(part))),
  ];
}

function subjectMembers({ name, version, project }: Subject): JsonMembers {
  return {
    name,
    software_packageVersion: version ?? undefined,
    software_primaryPurpose: project.kind === "image" ? "container" : "application",
    software_sourceInfo: `${project.kind} ${project.root}`,
  };
}

function partMembers({ dependency, purl, isOwn }: Part): JsonMembers {
  const hashes = checksumsOf(dependency).map(({ names, digest }) => ({
    type: "Hash",
    algorithm: names.spdx3,
    hashValue: digest,
  }));
  return {
    name: dependency.name,
    comment: remarksOn(dependency, isOwn),
    verifiedUsing: hashes.length === 0 ? undefined : hashes,
    software_packageVersion: dependency.version ?? undefined,
    software_packageUrl: purl ?? undefined,
    software_downloadLocation: downloadLocation(dependency) ?? undefined,
    // Own code is nothing that a reader should look for on an index.
    software_primaryPurpose: isOwn ? "source" : "library",
    software_sourceInfo: placesOf(dependency),
  };
}
