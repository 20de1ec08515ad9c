import { join } from "node:path";

/**
 * The text of `docs/report-schema.json`: the JSON Schema (draft 07) of the JSON report, made from the type `Report` and its
 * doc comments. Additional properties are allowed everywhere: a reader must tolerate additions.
 */
export async function reportSchema(root: string): Promise<string> {
  // Loaded here: it brings the compiler, which takes a second that no other page needs.
  const { createGenerator } = await import("ts-json-schema-generator");
  const schema = createGenerator({
    path: join(root, "packages/pyward/src/model/report.ts"),
    tsconfig: join(root, "tsconfig.json"),
    type: "Report",
    jsDoc: "extended",
    additionalProperties: true,
    sortProps: false,
    skipTypeCheck: true,
  }).createSchema("Report");
  return `${JSON.stringify({ title: "The JSON report of pyward", ...schema }, null, 2)}\n`;
}
