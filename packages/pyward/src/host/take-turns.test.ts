import { expect, it } from "vitest";
import { takeTurns } from "./take-turns.ts";

it("has no more under way than it may, in order, also after failures", async () => {
  const turn = takeTurns(2);
  let [now, most] = [0, 0];
  const order: number[] = [];
  const results = await Promise.allSettled(
    [0, 1, 2, 3, 4].map((at) =>
      turn(async () => {
        order.push(at);
        most = Math.max(most, ++now);
        await Promise.resolve();
        now -= 1;
        if (at === 1) throw new Error("no");
        return at;
      }),
    ),
  );
  expect(most).toBe(2);
  expect(order).toEqual([0, 1, 2, 3, 4]);
  expect(results.map(({ status }) => status === "fulfilled")).toEqual([true, false, true, true, true]);
});
