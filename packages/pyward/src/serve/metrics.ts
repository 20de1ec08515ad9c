import { routeOf } from "./route.ts";
import type { ServedRequest } from "./answer.ts";
import { ageInDays, type HealthState } from "./health.ts";

/** Upper bounds of the histogram of times, in seconds. */
const BOUNDS = [0.001, 0.005, 0.025, 0.1, 0.5, 2.5] as const;

/** Counts since the start. The labels are few whatever is asked: a path is counted by what it asks for. */
export interface Metrics {
  readonly requests: Map<string, number>;
  readonly buckets: number[];
  seconds: number;
  limited: number;
  replaced: number;
  failures: number;
}

export interface MetricsState extends HealthState {
  readonly metrics: Metrics;
  readonly memory: number;
}

export function emptyMetrics(): Metrics {
  const buckets = Array.from({ length: BOUNDS.length + 1 }, () => 0);
  return { requests: new Map(), buckets, seconds: 0, limited: 0, replaced: 0, failures: 0 };
}

/** `seconds`: from the last byte of the request to the first of the answer. */
export function countRequest(
  metrics: Metrics,
  request: Pick<ServedRequest, "method" | "target">,
  { status, seconds }: { readonly status: number; readonly seconds: number },
): void {
  const method = ["GET", "HEAD", "POST"].includes(request.method) ? request.method : "other";
  const key = `route="${routeOf(request).kind}",method="${method}",status="${status}"`;
  metrics.requests.set(key, (metrics.requests.get(key) ?? 0) + 1);
  const at = BOUNDS.findIndex((bound) => seconds <= bound);
  const bucket = at === -1 ? BOUNDS.length : at;
  metrics.buckets[bucket] = (metrics.buckets[bucket] ?? 0) + 1;
  metrics.seconds += seconds;
}

/** `GET /metrics`: Prometheus' text format 0.0.4. */
export function metricsText(state: MetricsState): string {
  const { metrics, served } = state;
  return [
    family("pyward_requests_total", "counter", "Answered requests.", requestLines(metrics)),
    family("pyward_request_seconds", "histogram", "Time to answer.", histogram(metrics)),
    single("pyward_rate_limited_total", "counter", "Requests refused with 429.", metrics.limited),
    single("pyward_database_replaced_total", "counter", "Databases taken over.", metrics.replaced),
    single(
      "pyward_database_failures_total",
      "counter",
      "Databases that could not be taken over.",
      metrics.failures,
    ),
    single("pyward_up", "gauge", "1: there is a database.", served === null ? 0 : 1),
    single("pyward_resident_bytes", "gauge", "Memory of the process.", state.memory),
    ...(served === null
      ? []
      : [
          family("pyward_database_info", "gauge", "The database that is served.", [
            `pyward_database_info{id="${served.index.info.id}",origin="${served.origin}",holds="${served.shelf.holds}"} 1`,
          ]),
          single("pyward_database_advisories", "gauge", "Advisories in it.", served.index.info.advisories),
          single(
            "pyward_database_age_days",
            "gauge",
            "Days since its newest advisory.",
            ageInDays(served, state.now),
          ),
        ]),
  ].join("");
}

function requestLines({ requests }: Metrics): readonly string[] {
  return [...requests].map(([labels, count]) => `pyward_requests_total{${labels}} ${count}`).toSorted();
}

function histogram({ buckets, seconds }: Metrics): readonly string[] {
  let sum = 0;
  const lines = [...BOUNDS, "+Inf"].map((bound, at) => {
    sum += buckets[at] ?? 0;
    return `pyward_request_seconds_bucket{le="${bound}"} ${sum}`;
  });
  return [...lines, `pyward_request_seconds_sum ${seconds}`, `pyward_request_seconds_count ${sum}`];
}

function single(name: string, type: string, help: string, value: number): string {
  return family(name, type, help, [`${name} ${value}`]);
}

function family(name: string, type: string, help: string, lines: readonly string[]): string {
  return `# HELP ${name} ${help}\n# TYPE ${name} ${type}\n${lines.map((line) => `${line}\n`).join("")}`;
}
