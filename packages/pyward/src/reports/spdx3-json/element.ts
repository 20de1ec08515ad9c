import type { JsonMembers } from "../shared/clean-json.ts";
import { localId } from "../shared/spdx/namespace.ts";

/** Makes the elements of one document. */
export interface Elements {
  readonly creationInfo: string;
  id(local: string): string;
  /** Of a part or a project of the bill. */
  packageId(id: string): string;
  make(type: string, local: string, members: JsonMembers): JsonMembers;
  /** `to` has at least one. */
  relate(relationship: Related): JsonMembers;
}

export interface Related {
  readonly from: string;
  readonly type: string;
  readonly to: readonly string[];
  /** A class of relationships that says more, with what it says. */
  readonly as?: string;
  readonly members?: JsonMembers;
}

export function elementsAt(namespace: string): Elements {
  const creationInfo = "_:creation";
  const id = (local: string): string => `${namespace}#${local}`;
  let relationships = 0;
  const make = (type: string, local: string, members: JsonMembers): JsonMembers => ({
    type,
    spdxId: id(local),
    creationInfo,
    ...members,
  });
  return {
    creationInfo,
    id,
    packageId: (part) => id(localId("Package", part)),
    make,
    relate: ({ from, type, to, as = "Relationship", members = {} }) =>
      make(as, `Relationship-${++relationships}`, { from, relationshipType: type, to, ...members }),
  };
}
