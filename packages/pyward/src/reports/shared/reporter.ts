import type { Report } from "../../model/index.ts";

/** How the output is shown. Not part of the report: the same report in the same view gives the same bytes. */
export interface View {
  /** Columns of the terminal; 80 in a pipe. */
  readonly width: number;
  readonly color: boolean;
  /** Show expected gaps, records and waived findings in full. */
  readonly verbose: boolean;
  /** One of the `versions` of the format; absent: the first. */
  readonly version?: string;
}

/** Static facts about an output format. */
export interface ReporterMeta {
  /** The folder's name, and the value of `--format`. */
  readonly id: string;
  readonly title: string;
  readonly mediaType: string;
  /** Versions of the format that can be asked for, `--format ID@VERSION`; the first is what is written otherwise. */
  readonly versions?: readonly string[];
  /** It lists what was found, so that it is of use without advisories, too: `pyward sbom` writes it. */
  readonly isBillOfMaterials?: true;
}

/** One output format: a pure function of the report. It does not filter, merge, rank or decide. */
export interface Reporter {
  readonly meta: ReporterMeta;
  /** The whole output, ending in a newline. */
  render(report: Report, view: View): string;
  /** The same format for a report whose `comparison` is a `diff`; absent: it shows both in one way. */
  readonly ofChange?: () => Promise<Reporter>;
}
