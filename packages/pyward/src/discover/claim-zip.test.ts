import { expect, test } from "vitest";
import { packZip } from "../../../../test/laws/pack-zip.ts";
import { memoryTree } from "../host/memory/index.ts";
import { claimZip } from "./claim-zip.ts";

test("a zip is known by its end, whatever stands before it and whatever it is called", async () => {
  const zip = await packZip({ "a.py": "" });
  const tree = memoryTree({
    app: Buffer.concat([Buffer.from("#!/usr/bin/env python3\n"), zip]),
    "lambda.zip": zip,
    text: "PK\u0003\u0004 is how a zip begins",
    empty: "",
    "folder/x": "",
    pipe: { special: true },
  });
  const claims = ["app", "lambda.zip", "text", "empty", "folder", "pipe", "gone"].map((path) =>
    claimZip(tree, path),
  );
  expect((await Promise.all(claims)).map((claim) => claim?.source ?? null)).toEqual([
    "zipapp",
    "zipapp",
    null,
    null,
    null,
    null,
    null,
  ]);
});
