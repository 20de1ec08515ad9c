import type { AdvisoryIndex } from "../advisory-index/index.ts";
import type { BulkFiles } from "./bulk-files.ts";
import type { RecordShelf } from "./record-shelf.ts";

/** An open database and all that is handed out of it. Replaced as a whole, never changed. */
export interface Served {
  readonly index: AdvisoryIndex;
  readonly shelf: RecordShelf;
  readonly bulk: BulkFiles;
  readonly origin: "embedded" | "stored" | "file" | "service";
}
