import { inTurn } from "@bourse/core";
import { racing } from "@bourse/testkit";
import { describe, expect, it } from "vitest";

/** A task that ends when it is told to. */
function held(log: string[], name: string) {
  const { promise, resolve } = Promise.withResolvers<void>();
  const task = async (): Promise<string> => {
    log.push(`${name} begins`);
    await promise;
    log.push(`${name} ends`);
    return name;
  };
  return { task, finish: resolve };
}

describe("tasks in turn", () => {
  it("run one after another, in the order they came, each with its own answer", async () => {
    const turns = inTurn<string>();
    let running = 0;
    const order: number[] = [];
    const answers = await racing(50, async (index) =>
      turns.run("ada", async () => {
        running += 1;
        expect(running).toBe(1);
        await Promise.resolve();
        order.push(index);
        running -= 1;
        return index;
      }),
    );
    expect(order).toEqual(answers);
    expect(order).toEqual(Array.from({ length: 50 }, (_, index) => index));
  });

  it("of other names are not held up", async () => {
    const turns = inTurn<string>();
    const log: string[] = [];
    const slow = held(log, "ada");
    const ada = turns.run("ada", slow.task);
    expect(await turns.run("grace", async () => "grace")).toBe("grace");
    expect(log).toEqual(["ada begins"]);
    slow.finish();
    expect(await ada).toBe("ada");
  });

  it("that throw tell their own caller, and do not stop those behind", async () => {
    const turns = inTurn<string>();
    const bug = turns.run("ada", async () => {
      throw new Error("a bug");
    });
    const atOnce = turns.run("ada", () => {
      throw new Error("a bug at once");
    });
    const behind = turns.run("ada", async () => "behind");
    await expect(bug).rejects.toThrow("a bug");
    await expect(atOnce).rejects.toThrow("a bug at once");
    expect(await behind).toBe("behind");
    expect(await turns.run("ada", async () => "later")).toBe("later");
  });

  it("are counted by name until they end, also those that throw", async () => {
    const turns = inTurn<string>();
    const log: string[] = [];
    const [first, second] = [held(log, "first"), held(log, "second")];
    const [one, two] = [turns.run("ada", first.task), turns.run("ada", second.task)];
    expect([turns.underWay("ada"), turns.underWay("grace")]).toEqual([2, 0]);
    first.finish();
    await one;
    expect(turns.underWay("ada")).toBe(1);
    second.finish();
    await two;
    const bug = turns.run("ada", async () => {
      throw new Error("a bug");
    });
    await expect(bug).rejects.toThrow("a bug");
    expect(turns.underWay("ada")).toBe(0);
    expect(log).toEqual(["first begins", "first ends", "second begins", "second ends"]);
  });
});
