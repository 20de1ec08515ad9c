import { expect, test } from "vitest";
import { xmlBreaches } from "../../../../../test/laws/cyclonedx-schemas.ts";
import { EXAMPLES, exampleReport } from "../../../../../test/laws/example-reports.ts";
import { generatedReports } from "../../../../../test/laws/generated-reports.ts";
import { CYCLONEDX_VERSIONS } from "../shared/cyclonedx/versions.ts";
import { cyclonedxXml } from "./index.ts";

const VIEW = { width: 80, color: false, verbose: false };

test.each(CYCLONEDX_VERSIONS)("version %s of every example and of 200 reports is valid", async (version) => {
  const reports = [...EXAMPLES.map(exampleReport), ...generatedReports(200)];
  const texts = reports.map((report) => cyclonedxXml.render(report, { ...VIEW, version }));
  expect(await xmlBreaches(version, texts)).toEqual([]);
});
