/** A longer value is none of a version or a list of packages. */
const MAX_VALUE = 20_000;
/** Over all uses: a short script of variables that hold variables could say any amount of text. */
const MAX_TOTAL = 2_000_000;
const MAX_VARIABLES = 1000;

/** The variables of a script whose values are known. Null: set to something that is not. */
export class ShellVariables {
  readonly #values = new Map<string, string | null>();
  readonly #above: ShellVariables | null;
  readonly #used: { characters: number };

  /** `above`: those of what runs the script. What is set here does not change them. */
  constructor(above: ShellVariables | null = null) {
    this.#above = above;
    this.#used = above === null ? { characters: 0 } : above.#used;
  }

  set(name: string, value: string | null): void {
    if (this.#values.size >= MAX_VARIABLES && !this.#values.has(name)) return;
    this.#values.set(name, value !== null && value.length > MAX_VALUE ? null : value);
  }

  has(name: string): boolean {
    return this.#values.has(name) || (this.#above?.has(name) ?? false);
  }

  /** Null where it is not known, or where too much was put in already. */
  get(name: string): string | null {
    if (!this.#values.has(name)) return this.#above?.get(name) ?? null;
    const value = this.#values.get(name) ?? null;
    if (value !== null) this.#used.characters += value.length + 1;
    return this.#used.characters > MAX_TOTAL ? null : value;
  }

  /** A copy that what is set in either does not change. */
  copy(): ShellVariables {
    const copy = new ShellVariables(this.#above);
    for (const [name, value] of this.#values) copy.set(name, value);
    return copy;
  }
}
