import { errorAnswer, jsonAnswer, textAnswer, type ServedAnswer, type ServedRequest } from "./answer.ts";
import { answerFile } from "./answer-file.ts";
import { answerBatch, answerQuery } from "./answer-query.ts";
import { answerVuln } from "./answer-vuln.ts";
import { finishAnswer } from "./finish-answer.ts";
import { healthAnswer, type HealthState } from "./health.ts";
import { metricsText, type MetricsState } from "./metrics.ts";
import { routeOf, type Route } from "./route.ts";

/** What the server knows besides the request. */
export interface ServerState extends HealthState, MetricsState {}

/** The whole API as a function: the same request, database and state give the same answer. Never throws for what a request holds. */
export function answerRequest(request: ServedRequest, state: ServerState): ServedAnswer {
  const route = routeOf(request);
  const wanted = route.kind === "query" || route.kind === "querybatch" ? ["POST"] : ["GET", "HEAD"];
  if (route.kind !== "unknown" && route.kind !== "not-offered" && !wanted.includes(request.method))
    return finishAnswer(wrongMethod(wanted), request);
  return finishAnswer(answerRoute(route, request, state), request);
}

function answerRoute(route: Route, request: ServedRequest, state: ServerState): ServedAnswer {
  if (route.kind === "health") return healthAnswer(state);
  if (route.kind === "metrics")
    return withoutCache(textAnswer(metricsText(state), "text/plain; version=0.0.4; charset=utf-8"));
  if (route.kind === "unknown") return errorAnswer(5, "Not found.");
  if (route.kind === "not-offered") return errorAnswer(12, "This copy of the data cannot answer that.");
  const { served } = state;
  if (served === null) return errorAnswer(14, "There is no database at the moment: see /health.");
  switch (route.kind) {
    case "query":
      return answerQuery(request, served);
    case "querybatch":
      return answerBatch(request, served);
    case "vuln":
      return answerVuln(route.id, served);
    case "front":
      return jsonAnswer(FRONT);
    case "ecosystems":
    case "zip":
    case "modified":
    case "record":
      return answerFile(route, served);
  }
}

const FRONT = {
  name: "pyward db serve",
  api: ["POST /v1/query", "POST /v1/querybatch", "GET /v1/vulns/{id}"],
  files: [
    "GET /{ecosystem}/all.zip",
    "GET /{ecosystem}/modified_id.csv",
    "GET /{ecosystem}/{id}.json",
    "GET /ecosystems.txt",
  ],
  state: ["GET /health", "GET /metrics"],
};

function wrongMethod(wanted: readonly string[]): ServedAnswer {
  return errorAnswer(12, `This address takes ${wanted.join(" and ")}.`, 405, { allow: wanted.join(", ") });
}

function withoutCache(answer: ServedAnswer): ServedAnswer {
  return { ...answer, headers: { ...answer.headers, "cache-control": "no-store" } };
}
