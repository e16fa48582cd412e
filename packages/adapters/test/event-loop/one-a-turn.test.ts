import { expect, it } from "vitest";
import { oneATurn } from "../../src/event-loop/index.ts";

it("lets those who come at once go on one to a turn, in their order, and others in between", async () => {
  const turn = oneATurn();
  const log: string[] = [];
  let isOver = false;
  const other = (): void => {
    log.push("other");
    if (!isOver) setImmediate(other);
  };
  setImmediate(other);
  await Promise.all(
    ["a", "b", "c"].map(async (name) => {
      await turn();
      log.push(name);
    }),
  );
  isOver = true;
  expect(log.join(" ").replaceAll(/(other ?)+/g, "- ")).toBe("- a - b - c");
});
