import { expect, test } from "vitest";
import { whenNeeded } from "./merge.ts";

test.each<[readonly (string | null)[], string | null]>([
  [[null], null],
  [["os_name == 'nt'"], "os_name == 'nt'"],
  [["os_name == 'nt'", "os_name == 'nt'"], "os_name == 'nt'"],
  [["os_name == 'nt'", null], null],
  [["a or b", "c"], "(a or b) or (c)"],
])("%j", (markers, marker) => expect(whenNeeded(markers)).toBe(marker));
