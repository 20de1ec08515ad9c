/** What `pyward ignore add` is told. */
export interface AddOptions {
  readonly gap?: string;
  readonly kind?: string;
  readonly package?: string;
  readonly version?: string;
  readonly path?: string;
  readonly scope: readonly string[];
  readonly target: readonly string[];
  readonly reason?: string;
  readonly owner?: string;
  readonly expires?: string;
  readonly until?: string;
  readonly config?: string;
  readonly dryRun?: true;
}

/** What `list`, `prune` and `import` are told. */
export interface IgnoreOptions {
  readonly config?: string;
  readonly database?: string;
  readonly dryRun?: true;
  readonly json?: true;
}
