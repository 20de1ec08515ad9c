/** One line of a chart: a tool over growing work. */
export interface Series {
  readonly name: string;
  /** What belongs together has one colour; absent: the name. */
  readonly group?: string;
  readonly isDashed?: boolean;
  /** Both above 0. */
  readonly points: readonly { readonly x: number; readonly y: number }[];
}

interface Axes {
  readonly title: string;
  readonly x: string;
  readonly y: string;
}

const WIDTH = 760;
const HEIGHT = 420;
const LEFT = 64;
const RIGHT = 190;
const TOP = 40;
const BOTTOM = 48;
const COLOURS = ["#0b7a75", "#7b2d8b", "#d1495b", "#edae49", "#5c8001", "#30638e", "#8d6a9f", "#00798c"];

/** A chart with both axes logarithmic, as SVG that stands alone: where doubling the work doubles the cost, the line rises at 45 degrees. */
export function logChart(series: readonly Series[], { title, x, y }: Axes): string {
  const all = series.flatMap(({ points }) => points);
  const [left, right] = boundsOf(all.map((point) => point.x));
  const [low, high] = boundsOf(all.map((point) => point.y));
  const across = (value: number): number => LEFT + share(value, left, right) * (WIDTH - LEFT - RIGHT);
  const up = (value: number): number => HEIGHT - BOTTOM - share(value, low, high) * (HEIGHT - TOP - BOTTOM);
  const groups = [...new Set(series.map(({ name, group = name }) => group))];
  const lines = series.map(({ name, group = name, isDashed = false, points }, at) => {
    const colour = COLOURS[groups.indexOf(group) % COLOURS.length] ?? "#000";
    const dash = isDashed ? ' stroke-dasharray="6 4"' : "";
    const path = points.map((point) => `${across(point.x).toFixed(1)},${up(point.y).toFixed(1)}`).join(" ");
    const dots = points
      .map((point) => `<circle cx="${across(point.x).toFixed(1)}" cy="${up(point.y).toFixed(1)}" r="3"/>`)
      .join("");
    const key = TOP + 18 * at;
    return `<g fill="${colour}" stroke="${colour}"><polyline points="${path}" fill="none" stroke-width="2"${dash}/>${dots}<line x1="${WIDTH - RIGHT + 8}" x2="${WIDTH - RIGHT + 28}" y1="${key + 6}" y2="${key + 6}" stroke-width="3"${dash}/></g><text x="${WIDTH - RIGHT + 32}" y="${key + 10}">${escape(name)}</text>`;
  });
  const ticks = [
    ...decadesIn(left, right).map(
      (value) =>
        `<line x1="${across(value)}" x2="${across(value)}" y1="${TOP}" y2="${HEIGHT - BOTTOM}"/><text x="${across(value)}" y="${HEIGHT - BOTTOM + 18}" text-anchor="middle">${value.toLocaleString("en")}</text>`,
    ),
    ...decadesIn(low, high).map(
      (value) =>
        `<line x1="${LEFT}" x2="${WIDTH - RIGHT}" y1="${up(value)}" y2="${up(value)}"/><text x="${LEFT - 8}" y="${up(value) + 4}" text-anchor="end">${value}</text>`,
    ),
  ];
  return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${WIDTH} ${HEIGHT}" role="img" aria-label="${escape(title)}" font-family="system-ui, sans-serif" font-size="12" fill="#24292f">
<rect width="${WIDTH}" height="${HEIGHT}" fill="#fff"/>
<text x="${LEFT}" y="22" font-size="15" font-weight="600">${escape(title)}</text>
<g stroke="#d0d7de" stroke-width="1">${ticks.join("").replaceAll("<text", '<text stroke="none"')}</g>
<text x="${(LEFT + WIDTH - RIGHT) / 2}" y="${HEIGHT - 10}" text-anchor="middle">${escape(x)}</text>
<text transform="translate(16 ${HEIGHT / 2}) rotate(-90)" text-anchor="middle">${escape(y)}</text>
${lines.join("\n")}
</svg>
`;
}

/** A little beyond what is shown. */
function boundsOf(values: readonly number[]): readonly [number, number] {
  return [Math.min(...values) / 1.2, Math.max(...values) * 1.2];
}

function share(value: number, from: number, to: number): number {
  return (Math.log(value) - Math.log(from)) / (Math.log(to) - Math.log(from));
}

/** 1, 10, 100 … with their 3s where there are few. */
function decadesIn(from: number, to: number): readonly number[] {
  const found: number[] = [];
  for (let power = -4; power < 7; power++) {
    for (const factor of [1, 3]) {
      const value = Number((factor * 10 ** power).toPrecision(1));
      if (value >= from && value <= to) found.push(value);
    }
  }
  return found;
}

function escape(text: string): string {
  return text.replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll('"', "&quot;");
}
