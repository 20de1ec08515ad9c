import type { ByteSource } from "../host/index.ts";
import type { AdvisoryDetails, DatabaseInfo, PackageAdvisories } from "../model/index.ts";
import type { PackageName } from "../python/index.ts";

/** An open database. Lookups are synchronous and read only the package that is asked for. */
export interface AdvisoryIndex {
  readonly info: DatabaseInfo;
  /** Null: no record names the package. Throws PywardError `bad-database` where the block is damaged. */
  lookup(name: PackageName): PackageAdvisories | null;
  /** Packages that a record with this id or alias names (ids in any case); empty: unknown. */
  packagesOf(id: string): readonly PackageName[];
  /** Display data of a record; null where the database holds none. */
  details(id: string): AdvisoryDetails | null;
  /** Every package name, ascending. */
  packageNames(): readonly PackageName[];
  /** The records as their suppliers gave them; null where the database keeps none. Its `close` does nothing. */
  readonly rawRecords: ByteSource | null;
  close(): void;
}
