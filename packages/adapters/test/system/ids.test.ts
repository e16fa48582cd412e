import { uuidIds } from "@bourse/adapters/system";
import * as fc from "fast-check";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";

beforeEach(() => {
  vi.useFakeTimers({ toFake: ["Date"] });
});
afterEach(() => {
  vi.useRealTimers();
});

const UUID_V7 = /^[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/;
const NOW = Date.UTC(2026, 10, 20);

function ascending(ids: readonly string[]): boolean {
  return ids.every((id, place) => UUID_V7.test(id) && id > (ids[place - 1] ?? ""));
}

describe("ids", () => {
  it("are UUIDs of version 7 with the time in front", () => {
    vi.setSystemTime(Date.UTC(2100, 0, 1));
    const id = uuidIds().next();
    expect(id).toMatch(UUID_V7);
    expect(Number.parseInt(id.replace("-", "").slice(0, 12), 16)).toBe(Date.UTC(2100, 0, 1));
  });

  it("ascend within one millisecond", () => {
    const ids = uuidIds();
    vi.setSystemTime(NOW);
    expect(ascending(Array.from({ length: 20_000 }, () => ids.next()))).toBe(true);
  });

  it("ascend however the clock jumps, also from one maker of ids to another", () => {
    const jump = fc.oneof(fc.integer({ min: -86_400_000, max: 86_400_000 }), fc.integer({ min: -2, max: 2 }));
    fc.assert(
      fc.property(fc.array(jump, { minLength: 2, maxLength: 50 }), (jumps) => {
        const made = jumps.map((by) => {
          vi.setSystemTime(NOW + by);
          return uuidIds().next();
        });
        expect(ascending(made)).toBe(true);
      }),
    );
  });
});
