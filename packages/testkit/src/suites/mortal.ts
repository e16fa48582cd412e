import type { App } from "@bourse/core";
import { ResultAsync } from "neverthrow";
import { settle } from "../assertions.ts";
import type { World } from "../fakes/world.ts";
import { appWith } from "./stage.ts";

type Call = (...given: readonly unknown[]) => PromiseLike<never>;

/** A process over a world's stores: once it is dead, nothing that it has begun goes on, and nothing answers. */
export type Mortal = {
  readonly app: App;
  /** Runs `work` until it answers, or until the process dies instead of its write number `writes` + 1. */
  readonly live: (work: () => ResultAsync<unknown, unknown>, writes: number) => Promise<{ readonly isDead: boolean }>;
};

/** Before each of the writes that are counted, `meanwhile`, which makes none of them, goes on for as far as it can. */
export function mortal(world: World, counted: readonly string[], meanwhile: (app: App) => unknown): Mortal {
  const death = Promise.withResolvers<void>();
  const forever = new Promise<never>(() => undefined);
  let left = 0;
  let isDead = false;

  async function called(isCounted: boolean, call: () => PromiseLike<never>): Promise<never> {
    if (isDead) return forever;
    if (!isCounted) return call();
    meanwhile(app);
    await settle();
    isDead = left === 0;
    left -= 1;
    if (!isDead) return call();
    death.resolve();
    return forever;
  }

  const over = <Port extends object>(port: Port): Port =>
    new Proxy(port, {
      get: (_, name: string) => {
        const call = Reflect.get(port, name) as Call;
        return (...given: readonly unknown[]) => new ResultAsync(called(counted.includes(name), () => call(...given)));
      },
    });
  const { accounts, sessions, resets } = world.ports;
  const app = appWith(world, { accounts: over(accounts), sessions: over(sessions), resets: over(resets) });
  const live: Mortal["live"] = async (work, writes) => {
    left = writes;
    await Promise.race([work(), death.promise]);
    return { isDead };
  };
  return { app, live };
}
