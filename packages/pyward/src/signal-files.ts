/** The readers of files of signals, for the command line, which may not reach into the feeds. */
export { readEpss } from "./feeds/shared/epss/read-epss.ts";
export { readKevFile } from "./feeds/shared/kev/read-kev.ts";
