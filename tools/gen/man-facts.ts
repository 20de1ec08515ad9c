// What the manual says besides the commands. A test holds the names of variables against the program's source.

/** Exit code → what it means. */
export const EXIT_STATUS: readonly (readonly [string, string])[] = [
  ["0", "Everything asked for was audited, and nothing fails the policy."],
  ["1", "At least one finding fails the policy."],
  ["2", "Wrong usage or configuration, or a path that is missing. Nothing was audited."],
  ["3", "Nothing fails, but something asked for could not be audited, or there is no usable advisory data."],
  ["70", "A defect of pyward. Nothing it printed is a verdict."],
];

export const VARIABLES: readonly (readonly [string, string])[] = [
  ["PYWARD_HOME", "The folder for imported databases, in place of the usual one."],
  ["PYWARD_NOW", "An RFC 3339 time that stands in for the clock, for tests and reproducible reports."],
  ["PYWARD_TRACE", "A file for a trace of the run, which Perfetto and chrome://tracing open."],
  ["XDG_CONFIG_HOME", "The folder of your own configuration, in place of ~/.config (APPDATA on Windows)."],
  ["XDG_DATA_HOME", "The folder of imported databases, in place of ~/.local/share."],
  ["VIRTUAL_ENV, CONDA_PREFIX", "The active environment, for pyward env without a path."],
  ["NO_COLOR, FORCE_COLOR, TERM", "Whether output is coloured, where --color does not say it."],
  ["DOCKER_HOST, CONTAINER_HOST", "The engine's socket, for docker:NAME and podman:NAME."],
  ["DOCKER_CONFIG, REGISTRY_AUTH_FILE", "Where the logins of registries lie."],
  ["HTTPS_PROXY, HTTP_PROXY, ALL_PROXY, NO_PROXY", "Proxies, for registry:NAME."],
  ["SSL_CERT_FILE", "Certificate authorities in PEM, in place of those of Node.js."],
];

export const FILES: readonly (readonly [string, string])[] = [
  ["pyward.toml", "The configuration of a project."],
  ["pyproject.toml", "Its table [tool.pyward] is a configuration, too."],
  ["~/.config/pyward/pyward.toml", "Your own configuration."],
  ["~/.local/share/pyward", "Imported databases."],
];
