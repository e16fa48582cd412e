import assert from "node:assert/strict";
import { errorOf, valueOf } from "../assertions.ts";
import { START } from "../builders.ts";
import { clause, type Clause } from "../contract.ts";
import type { World } from "../fakes/world.ts";
import { utcDay } from "../fakes/clock.ts";
import { instant } from "@bourse/core";
import { appWith, opened, rulesOf } from "./stage.ts";

const DAY = 86_400_000;

/** The day so many days before the one on which time starts. */
function daysAgo(days: number): string {
  return utcDay(instant(START - days * DAY));
}

const TODAY = daysAgo(0);

/** What windows a history may be asked for. The calendar trades every day. */
export const historyLimits: readonly Clause<World>[] = [
  clause("a window that is no window names what is wrong with it", async (world) => {
    const accountId = await opened(world);
    for (const [from, to, rules] of [
      ["", "2026-06-12", ["from date"]],
      ["2026-06-12", "yesterday", ["to date"]],
      ["2026-6-1", "2026-02-29", ["from date", "to date"]],
      ["2026-06-12T00:00:00Z", "2026-06-12\n", ["from date", "to date"]],
      ["2026-06-13", "2026-06-12", ["from order"]],
      ["2026-06-16", "2026-06-17", ["from past"]],
    ] as const) {
      const error = errorOf(await world.app.portfolioHistory({ accountId, from, to }));
      assert.deepEqual(rulesOf(error), rules, `${from} to ${to}`);
    }
  }),

  clause("a window that runs on into the future ends today", async (world) => {
    const accountId = await opened(world);
    for (const to of [TODAY, daysAgo(-1), "9999-12-31"]) {
      const points = valueOf(await world.app.portfolioHistory({ accountId, from: daysAgo(2), to }));
      assert.deepEqual(
        points.map(({ day }) => day),
        [daysAgo(2), daysAgo(1)],
      );
    }
  }),

  clause("a window has at most 1 300 trading days, holidays not counted", async (world) => {
    const accountId = await opened(world);
    const historyFrom = (from: string) => world.app.portfolioHistory({ accountId, from, to: TODAY });
    assert.equal(valueOf(await historyFrom(daysAgo(1299))).length, 1299);
    assert.deepEqual(rulesOf(errorOf(await historyFrom(daysAgo(1300)))), ["from window"]);
    world.calendar.shut(daysAgo(700));
    assert.equal(valueOf(await historyFrom(daysAgo(1300))).length, 1299);
  }),

  clause("a window of any length is refused without walking through it", async (world) => {
    const accountId = await opened(world);
    let walked = 0;
    const counting: World["ports"]["calendar"] = {
      ...world.ports.calendar,
      between: (from, to) => {
        const sessions = world.ports.calendar.between(from, to);
        walked += sessions.length;
        return sessions;
      },
    };
    const app = appWith(world, { calendar: counting });
    for (const from of ["0001-01-01", "1000-01-01", "1990-01-01"]) {
      const error = errorOf(await app.portfolioHistory({ accountId, from, to: TODAY }));
      assert.deepEqual(rulesOf(error), ["from window"], from);
    }
    assert.ok(walked < 4000, `${walked} sessions were walked through`);
  }),
];
