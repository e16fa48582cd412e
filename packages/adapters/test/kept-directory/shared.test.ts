import { ok } from "neverthrow";
import { valueOf } from "@bourse/testkit";
import { beforeEach, describe, expect, it } from "vitest";
import { AAPL, APPLE, DAY, newStage, refused, type Stage } from "./stage.ts";

let stage: Stage;
beforeEach(() => {
  stage = newStage({ isShared: true });
});

describe("two directories over one store", () => {
  it("make one request for a company, one after the other, each time that its details are too old", async () => {
    const directories = [stage.directory, stage.another()];
    for (const times of [1, 2, 3]) {
      const told = { ...APPLE, sector: `sector ${times}` };
      stage.answers.profile = async () => ok(told);
      for (const directory of directories) expect(valueOf(await directory.profile(AAPL))).toEqual(told);
      expect(stage.asked.length).toBe(times);
      await stage.time.pass(30 * DAY);
      directories.reverse();
    }
  });

  it("tell what the other has learnt while one's own last attempt is held against trying", async () => {
    stage.answers.profile = refused(3600);
    await stage.directory.profile(AAPL);
    stage.answers.profile = async () => ok(APPLE);
    await stage.another().profile(AAPL);
    expect(valueOf(await stage.directory.profile(AAPL))).toEqual(APPLE);
    expect(stage.asked.length).toBe(2);
  });
});
