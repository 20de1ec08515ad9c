/** A package that dpkg has installed. */
export interface DpkgPackage {
  readonly name: string;
  readonly architecture: string;
  readonly version: string;
  readonly sourceName: string;
  /** Of the source that it was built from, which the changelog has. */
  readonly sourceVersion: string;
}

/** The packages of `var/lib/dpkg/status` that are installed: removed ones keep a stanza while their configuration stays. */
export function parseStatus(text: string): readonly DpkgPackage[] {
  return parseStanzas(text, true);
}

/** The control file of one package, which says nothing of a status. */
export function parseUnpacked(text: string): readonly DpkgPackage[] {
  return parseStanzas(text, false);
}

function parseStanzas(text: string, hasStatus: boolean): readonly DpkgPackage[] {
  return text.split(/\n\n+/).flatMap((stanza) => {
    const field = (name: string): string | null =>
      new RegExp(`^${name}: (.*)$`, "m").exec(stanza)?.[1]?.trim() ?? null;
    const [name, version] = [field("Package"), field("Version")];
    if (name === null || version === null || !/^[a-z0-9][a-z0-9+.-]*$/.test(name)) return [];
    if (hasStatus && !/^\S+ ok installed$/.test(field("Status") ?? "")) return [];
    const [, sourceName = name, sourceVersion = version] =
      /^([a-z0-9][a-z0-9+.-]*)(?: \(([^()\s]+)\))?$/.exec(field("Source") ?? "") ?? [];
    return [{ name, architecture: field("Architecture") ?? "", version, sourceName, sourceVersion }];
  });
}
