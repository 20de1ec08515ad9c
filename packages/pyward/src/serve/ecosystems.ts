/**
 * The ecosystems of the OSV schema ("affected[].package field"). The API refuses a query about any other, so that a misspelled one
 * is not answered as if it had no vulnerabilities.
 */
const ECOSYSTEMS: ReadonlySet<string> = new Set([
  ...[
    "AlmaLinux",
    "Alpaquita",
    "Alpine",
    "Android",
    "BellSoft Hardened Containers",
    "Bioconductor",
    "Bitnami",
  ],
  ...[
    "Chainguard",
    "CleanStart",
    "ConanCenter",
    "CRAN",
    "crates.io",
    "Debian",
    "Docker Hardened Images",
    "Echo",
  ],
  ...[
    "FreeBSD",
    "GHC",
    "GIT",
    "GitHub Actions",
    "Go",
    "Hackage",
    "Hex",
    "Julia",
    "Kubernetes",
    "Linux",
    "Mageia",
  ],
  ...["Maven", "MinimOS", "npm", "NuGet", "opam", "openEuler", "openSUSE", "OSS-Fuzz", "Packagist"],
  ...["Photon OS", "Pub", "PyPI", "Python", "Red Hat", "Rocky Linux", "Root", "RubyGems", "SUSE", "SwiftURL"],
  ...["Ubuntu", "VSCode", "Wolfi"],
]);

/** What follows a colon is a release of the ecosystem. `pypi` in any case, as matching takes it. */
export function isKnownEcosystem(ecosystem: string): boolean {
  const base = ecosystem.split(":", 1)[0] ?? "";
  return ECOSYSTEMS.has(base) || base.toLowerCase() === "pypi";
}
