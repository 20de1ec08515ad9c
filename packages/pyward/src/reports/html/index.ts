import type { Report } from "../../model/index.ts";
import { headlineOf } from "../shared/headline.ts";
import type { Reporter } from "../shared/reporter.ts";
import { escapeHtml, jsonInScript } from "./escape-html.ts";
import { meta } from "./meta.ts";
import { staticPage } from "./static-page.ts";
import { PROGRAM, PROGRAM_HASH, STYLE, STYLE_HASH } from "./template.ts";

/** The page of packages/web with the report inside. */
export const html: Reporter = { meta, render };

/**
 * The page may run its own program and use its own style, known by their hashes, and nothing else: no request, no other script, no form, no frame,
 * no text taken for HTML (CSP 3; Trusted Types).
 */
const POLICY = [
  "default-src 'none'",
  `script-src '${PROGRAM_HASH}'`,
  `style-src '${STYLE_HASH}'`,
  "base-uri 'none'",
  "form-action 'none'",
  "require-trusted-types-for 'script'",
  "trusted-types 'none'",
].join("; ");

function render(report: Report): string {
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="${POLICY}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="referrer" content="no-referrer">
<meta name="color-scheme" content="light dark">
<meta name="generator" content="pyward ${escapeHtml(report.tool.version)}">
<title>${escapeHtml(`${headlineOf(report)} – pyward`)}</title>
<style>${STYLE}</style>
</head>
<body>
<div id="page">
${staticPage(report)}
</div>
<script type="application/json" id="report">${jsonInScript(report)}</script>
<script>${PROGRAM}</script>
</body>
</html>
`;
}
