import type { AuditRoot } from "../read-projects.ts";

/** What the command line names. */
export interface Wanted {
  readonly paths: readonly string[];
  /** `-r` files. */
  readonly requirements: readonly string[];
  /** `--root`; null: the repository that holds the path, else the path's folder. */
  readonly root: string | null;
  /** `--platform`, as images name them; none: not given. */
  readonly platforms?: readonly string[];
  /** `--offline`. */
  readonly offline?: boolean;
  /** Absent: the usual. */
  readonly discovery?: AuditRoot["discovery"];
}
