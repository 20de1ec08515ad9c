/** What OSV knows of a package. `name` is normalised. */
export function packageUrl(name: string): string {
  return `https://osv.dev/list?ecosystem=PyPI&q=${encodeURIComponent(name)}`;
}

export function advisoryUrl(id: string): string {
  return `https://osv.dev/vulnerability/${encodeURIComponent(id)}`;
}
