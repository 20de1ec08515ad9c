/** The options of one tool that take a value, as its help lists them (pip 26.0 and older ones, uv 0.9, pipx 1.8). */
export interface ValueOptions {
  /** Without the dashes. */
  readonly long: ReadonlySet<string>;
  readonly short: string;
  /** optparse takes the beginning of a long option for the whole; null: not so. Else what takes no value and begins like another. */
  readonly flags: ReadonlySet<string> | null;
}

const words = (text: string): readonly string[] => text.split(/\s+/).filter((word) => word !== "");

export const PIP: ValueOptions = {
  long: new Set(
    words(`requirement constraint editable target platform python-version implementation abi root prefix src
      upgrade-strategy config-settings global-option install-option build-option no-binary only-binary progress-bar
      root-user-action report index-url extra-index-url find-links python log keyring-provider proxy retries timeout
      exists-action trusted-host cert client-cert cache-dir use-feature use-deprecated resume-retries group build-constraint
      build dest wheel-dir download uploaded-prior-to requirements-from-script`),
  ),
  short: "rcetifbdwC",
  flags: new Set(["pre", "upgrade"]),
};

const UV_SHARED = `requirements requirement editable no-editable-package constraints constraint overrides override excludes
  build-constraints build-constraint extra cert group target prefix only-binary python-version python-platform output-format
  torch-backend index default-index index-url extra-index-url find-links index-strategy keyring-provider upgrade-package
  upgrade-group resolution prerelease prerelease-package fork-strategy exclude-newer exclude-newer-package no-sources-package
  reinstall-package link-mode config-setting config-settings config-settings-package no-build-isolation-package
  no-build-package no-binary-package cache-dir refresh-package python color allow-insecure-host directory project
  config-file`;

export const UV_PIP: ValueOptions = {
  long: new Set(words(`${UV_SHARED} no-binary`)),
  short: "rcebtipfPC",
  flags: null,
};

export const UV: ValueOptions = {
  long: new Set(
    words(`${UV_SHARED} marker optional bounds rev tag branch package script no-install-package with
      with-requirements with-editable with-executables-from from`),
  ),
  short: "rcebmtipfPCw",
  flags: null,
};

export const PIPX: ValueOptions = {
  long: new Set(words("suffix python index-url pip-args preinstall requirement backend fetch-python")),
  short: "ir",
  flags: null,
};

export const NONE: ValueOptions = { long: new Set(), short: "", flags: null };
