import { describe, expect, it } from "vitest";

import { buildIndex } from "./advisory-index/build-index.ts";
import { memorySource } from "./advisory-index/memory-source.ts";
import { openNewest } from "./open-newest.ts";

const NOW = new Date("2025-01-01T00:00:00Z");

async function database(modified: string) {
  const value = {
    id: "PYSEC-2024-1",
    modified,
    affected: [{ package: { ecosystem: "PyPI", name: "example" }, versions: ["1"] }],
  };
  const { bytes } = await buildIndex([{ kind: "record", file: "a", value }], { now: NOW });
  return () => memorySource(bytes);
}

const none = () => null;
const damaged = () => memorySource(new Uint8Array(500));

describe("openNewest", () => {
  it("takes the newer one, the stored one where they are the same age", async () => {
    const [old, young] = [await database("2024-01-01T00:00:00Z"), await database("2024-02-01T00:00:00Z")];
    expect(openNewest(young, old)).toMatchObject({ origin: "embedded" });
    expect(openNewest(old, young)).toMatchObject({ origin: "stored" });
    expect(openNewest(old, old)).toMatchObject({ origin: "stored" });
  });

  it("takes the one that there is", async () => {
    const old = await database("2024-01-01T00:00:00Z");
    expect(openNewest(old, none)).toMatchObject({ origin: "embedded" });
    expect(openNewest(none, old)).toMatchObject({ origin: "stored" });
    expect(openNewest(damaged, old)).toMatchObject({ origin: "stored" });
  });

  it("has no database where there is none, and where the user's own is damaged", async () => {
    const young = await database("2024-02-01T00:00:00Z");
    expect(openNewest(none, none).index).toBeNull();
    expect(openNewest(damaged, none).index).toBeNull();
    expect(openNewest(young, damaged).index).toBeNull();
  });

  it("closes the one that it does not take", async () => {
    const [old, young] = [await database("2024-01-01T00:00:00Z"), await database("2024-02-01T00:00:00Z")];
    const closed: string[] = [];
    const watched = (name: string, open: typeof old) => () => ({ ...open(), close: () => closed.push(name) });
    openNewest(watched("embedded", old), watched("stored", young));
    expect(closed).toEqual(["embedded"]);
  });
});
