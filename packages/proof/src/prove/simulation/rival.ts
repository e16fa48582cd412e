import type { Books } from "./books.ts";
import type { Deeds } from "./deeds.ts";
import type { Tally } from "./tally.ts";
import type { Rival } from "./weather.ts";
import { nameOf, type Wish, type Wishes } from "./wishes.ts";

type Known = { readonly books: Books; readonly deeds: Deeds; readonly tally: Tally; readonly wishes: Wishes };

/** What another process over the same stores does; its client knows of it as of any other request. */
export function rivalOver(known: () => Known): Rival {
  async function ask(wish: Wish): Promise<void> {
    const { books, deeds, tally, wishes } = known();
    const wasKnown = wish.seq !== null;
    const asked = { what: `a rival's ${nameOf(wish)}`, kind: "money", accountId: wish.accountId };
    const answer = await deeds.aside(asked, wish.ask, (deed) => wish.attempts.push({ deed, couldAct: true }));
    books.hasMore(wish.accountId);
    if (answer.isErr()) return;
    tally.add("rivals' entries");
    wishes.told(wish, answer.value, wasKnown);
    books.told(answer.value.entry, "rival");
  }

  return {
    takesEffect: (accountId) => known().books.hasMore(accountId),
    enters: async (accountId) => {
      const command = "TOP-UP 0.01";
      const given = { accountId, amount: "0.01" };
      await ask(known().wishes.want({ accountId, key: null, command, ask: (app) => app.topUp(given) }));
    },
    repeats: async (accountId, key) => {
      const wish = known()
        .wishes.all()
        .find((each) => each.accountId === accountId && isOf(each, key) && isUnderWay(each));
      if (wish) await ask(wish);
    },
  };
}

function isOf(wish: Wish, key: string | undefined): boolean {
  return key === undefined ? wish.key !== null : wish.key === key;
}

function isUnderWay({ attempts }: Wish): boolean {
  return attempts.some(({ deed }) => deed.ended === null);
}
