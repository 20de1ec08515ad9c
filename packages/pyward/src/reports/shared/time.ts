/** RFC 3339 in UTC and seconds; a day alone is its first second. Undefined for what is no time. */
export function rfc3339(text: string | null): string | undefined {
  if (text === null || !/^\d{4}-\d\d-\d\d(?:T\d\d:\d\d:\d\d(?:\.\d+)?(?:Z|[+-]\d\d:\d\d))?$/.test(text)) {
    return undefined;
  }
  const time = Date.parse(text);
  return Number.isNaN(time) ? undefined : `${new Date(time).toISOString().slice(0, 19)}Z`;
}
