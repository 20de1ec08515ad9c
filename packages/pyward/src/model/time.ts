/** The one form of a moment in the model: RFC 3339, UTC, seconds. */
export function timeText(moment: Date): string {
  return `${moment.toISOString().slice(0, 19)}Z`;
}
