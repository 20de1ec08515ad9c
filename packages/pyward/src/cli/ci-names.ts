/** What `--ci` takes. Apart from what each is, which an audit should not have to read. */
export const CI_NAMES = [
  "github",
  "gitlab",
  "azure",
  "circleci",
  "jenkins",
  "bitbucket",
  "pre-commit",
  "tox",
  "nox",
  "make",
] as const;
