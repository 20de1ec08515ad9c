import manifest from "../../package.json" with { type: "json" };

/** The version of the package, from its package.json. */
export const VERSION: string = manifest.version;
