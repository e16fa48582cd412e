import { systemClock } from "@bourse/adapters/system";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";

beforeEach(() => {
  vi.useFakeTimers({ toFake: ["Date"] });
});
afterEach(() => {
  vi.useRealTimers();
});

describe("the system's clock", () => {
  it("reads whole milliseconds", () => {
    vi.setSystemTime(1_763_761_234_567);
    expect(systemClock().now()).toBe(1_763_761_234_567);
  });

  it("has UTC's days", () => {
    const clock = systemClock();
    vi.setSystemTime(Date.UTC(2026, 10, 20, 23, 59, 59, 999));
    expect(clock.today()).toBe("2026-11-20");
    vi.setSystemTime(Date.UTC(2026, 10, 21));
    expect(clock.today()).toBe("2026-11-21");
    vi.setSystemTime(-1);
    expect(clock.today()).toBe("1969-12-31");
  });
});
