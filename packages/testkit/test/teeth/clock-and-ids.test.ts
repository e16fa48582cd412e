import { instant, type Ids } from "@bourse/core";
import { manualClock, sequentialIds, type ManualClock } from "@bourse/testkit";
import { clockContract, idsContract } from "@bourse/testkit/contracts";
import { describe } from "vitest";
import { clockSubject, idsSubject } from "../subjects.ts";
import { hasTeeth, type Wrong } from "./bites.ts";

const EVERY_HOUR = "2. today is the UTC day at every hour";

/** Tells the day as it is so many hours east of Greenwich. */
function localClock(hours: number): () => ManualClock {
  return () => {
    const right = manualClock();
    return { ...right, today: () => manualClock(instant(right.now() + hours * 3_600_000)).today() };
  };
}

const clocks: readonly Wrong<ManualClock>[] = [
  ["tells the day of Auckland", localClock(12), EVERY_HOUR],
  ["tells the day of New York", localClock(-5), EVERY_HOUR],
  [
    "tells fractions of a millisecond",
    () => {
      const right = manualClock();
      return { ...right, now: () => instant(right.now() + 0.5) };
    },
    "1. now is a whole number of milliseconds",
  ],
  [
    "has no leap days",
    () => {
      const right = manualClock();
      const today = () =>
        right.today().endsWith("02-29") ? manualClock(instant(right.now() + 86_400_000)).today() : right.today();
      return { ...right, today };
    },
    "2. today changes at midnight UTC, on leap days and at the ends of months and years",
  ],
  [
    "tells the day on which it was made",
    () => {
      const right = manualClock(instant(0));
      const made = right.today();
      right.set(manualClock().now());
      return { ...right, today: () => made };
    },
    "2. today is the UTC day of now",
  ],
];

type Make = (lane?: number) => Ids;

/** Each id of the right series, changed by its place in the series. */
function changing(change: (id: string, index: number) => string): () => Make {
  return () => (lane) => {
    const right = sequentialIds(lane);
    let index = 0;
    return {
      next: () => {
        index += 1;
        return change(right.next(), index);
      },
    };
  };
}

const UUID = "2. each is a UUID in lower case";

const ids: readonly Wrong<Make>[] = [
  [
    "repeats itself",
    changing((id, index) =>
      `${id.slice(0, -4)}${String(index % 1000).padStart(4, "0")}`.replace(/^.{13}/, "00000000-0000"),
    ),
    "1. no two are equal",
  ],
  ["counts in each process alike", () => () => sequentialIds(), "1. no two are equal, whichever process made them"],
  ["writes in capitals", changing((id) => id.toUpperCase()), UUID],
  ["writes no dashes", changing((id) => id.replaceAll("-", "")), UUID],
  [
    "jumps about",
    changing((id, index) => (index % 2 ? id : id.replace(/^0/, "f"))),
    "2. a later one sorts after an earlier one",
  ],
];

describe("the clock's contract", () => {
  hasTeeth(clockContract, clockSubject, clocks);
});

describe("the ids' contract", () => {
  hasTeeth(idsContract, idsSubject, ids);
});
