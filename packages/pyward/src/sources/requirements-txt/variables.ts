/**
 * Whether a text holds what pip expands from the environment: `${NAME}` of upper-case letters, digits and underscores.
 * pyward has no environment to expand it with, on purpose: a value of the user's must not reach an output.
 */
export function hasVariable(text: string): boolean {
  return text.includes("${") && /\$\{[A-Z0-9_]+\}/.test(text);
}
