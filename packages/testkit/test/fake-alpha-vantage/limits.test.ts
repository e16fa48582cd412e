import { PLAN_LIMITS } from "@bourse/testkit/fake-alpha-vantage";
import { describe, expect, it } from "vitest";
import { KEY, stand, type Stand } from "./fake.ts";

const QUOTE = "function=GLOBAL_QUOTE&symbol=IBM";
const SECOND = 1000;
const HOUR = 3_600_000;

async function askTimes({ read, clock }: Stand, times: number, apart: number): Promise<unknown> {
  let answer: unknown;
  for (let asked = 0; asked < times; asked += 1) {
    answer = await read(QUOTE);
    clock.advance(apart);
  }
  return answer;
}

function refusals(fake: Stand): (string | null)[] {
  return fake.requests().map(({ refusal }) => refusal);
}

const nothing = (times: number): null[] => Array.from({ length: times }, () => null);

describe("a free key", () => {
  it("may ask once a second, and is told so in the words that also name the day's limit", async () => {
    const fake = await stand({ limits: PLAN_LIMITS.free });
    await fake.read(QUOTE);
    fake.clock.advance(SECOND - 1);
    const { status, text } = await fake.ask(QUOTE);
    expect(status).toBe(200);
    expect(text).toMatch(
      /spreading out your free API requests .*\(1 request per second\).*25 requests per day.*premium/,
    );
    fake.clock.advance(SECOND);
    await fake.read(QUOTE);
    expect(refusals(fake)).toStrictEqual([null, "too-fast", null]);
  });

  it("may ask 25 times a day, refused or not, and is told so with its key", async () => {
    const fake = await stand({ limits: PLAN_LIMITS.free });
    await askTimes(fake, 2, 0);
    fake.clock.advance(SECOND);
    expect(await askTimes(fake, 23, SECOND)).toHaveProperty(["Global Quote"]);
    expect(await fake.read(QUOTE)).toStrictEqual({
      Information: expect.stringMatching(
        `We have detected your API key as ${KEY} and our standard API rate limit is 25`,
      ),
    });
    expect(refusals(fake)).toStrictEqual([null, "too-fast", ...nothing(23), "day-quota"]);
  });

  it("begins a day at midnight in New York", async () => {
    const fake = await stand({ limits: PLAN_LIMITS.free });
    await askTimes(fake, 26, SECOND);
    // 23:59:59.999 there, and a millisecond later.
    fake.clock.set(fake.requests()[0]?.at ?? fake.clock.now());
    fake.clock.advance(14 * HOUR - 1);
    await fake.read(QUOTE);
    fake.clock.advance(SECOND + 1);
    expect(await fake.read(QUOTE)).toHaveProperty(["Global Quote"]);
    expect(refusals(fake).slice(25)).toStrictEqual(["day-quota", "day-quota", null]);
  });

  it("has the limits that it is told", async () => {
    const usual = await stand({ limits: PLAN_LIMITS.free });
    await askTimes(usual, 2, 0);
    expect(refusals(usual)).toStrictEqual([null, "too-fast"]);
    const two = await stand({ limits: { perSecond: 2, perMinute: null, perDay: 3 } });
    await askTimes(two, 3, 0);
    two.clock.advance(SECOND);
    await askTimes(two, 1, 0);
    expect(refusals(two)).toStrictEqual([null, null, "too-fast", "day-quota"]);
    const none = await stand({ limits: null });
    await askTimes(none, 40, 0);
    expect(refusals(none)).toStrictEqual(nothing(40));
  });
});

describe("a premium key", () => {
  it("may ask five times a second and 75 times a minute, and all day", async () => {
    const fake = await stand({ plan: "premium", limits: PLAN_LIMITS.premium });
    await askTimes(fake, 6, 0);
    fake.clock.advance(SECOND);
    await askTimes(fake, 69, 200);
    expect(refusals(fake)).toStrictEqual([...nothing(5), "too-fast-paid", ...nothing(69)]);
    expect(await fake.read(QUOTE)).toStrictEqual({ Information: expect.stringMatching("Minute-level rate limit") });
    fake.clock.advance(60 * SECOND);
    await askTimes(fake, 200, SECOND);
    expect(refusals(fake).slice(76)).toStrictEqual(nothing(200));
  });
});

describe("a key", () => {
  it("of any name works, but demo and none", async () => {
    const fake = await stand();
    expect(await fake.read(`${QUOTE}&apikey=x`)).toHaveProperty(["Global Quote"]);
    expect(await fake.read(`${QUOTE}&apikey=demo`)).toStrictEqual({ Information: expect.stringMatching("demo") });
    expect(await fake.read(`${QUOTE}&apikey=`)).toStrictEqual({
      Information: expect.stringMatching("apikey is invalid"),
    });
  });

  it("is in no record of a request", async () => {
    const seen: unknown[] = [];
    const fake = await stand({ onRequest: (request) => seen.push(request) });
    await fake.read(`${QUOTE}&entitlement=delayed`);
    const recorded = [
      {
        function: "GLOBAL_QUOTE",
        symbol: "IBM",
        at: fake.clock.now(),
        refusal: "not-entitled",
        parameters: { function: "GLOBAL_QUOTE", symbol: "IBM", entitlement: "delayed" },
      },
    ];
    expect(fake.requests()).toStrictEqual(recorded);
    expect(seen).toStrictEqual(recorded);
  });
});
