import { expect, it } from "vitest";
import * as python from "./index.ts";

it("exports these functions and no others", () => {
  expect(Object.keys(python).toSorted()).toEqual([
    "compareVersions",
    "evaluateMarker",
    "evaluateMarkerPartially",
    "filterVersions",
    "formatMarker",
    "formatPurl",
    "formatSpecifiers",
    "formatVersion",
    "isPrerelease",
    "isValidName",
    "markerEnvironment",
    "normalizeName",
    "orderText",
    "parseMarker",
    "parsePurl",
    "parseRequirement",
    "parseSdistFilename",
    "parseSpecifiers",
    "parseVersion",
    "parseWheelFilename",
    "pypiPurl",
    "satisfies",
  ]);
});
