import type { App } from "@bourse/core";
import { html, type SafeHtml } from "@remix-run/html-template";
import { callerOf, signedIn } from "../auth.ts";
import { orProblem } from "../problem.ts";
import type { Server } from "../typed-server.ts";
import { show } from "./answers.ts";
import { form, select, type Choice, type FormState } from "./forms.ts";
import { keyField } from "./keys.ts";
import { ORDER_FIELDS, placeOrder, sharesField, suggestedSymbol, type OrderPage } from "./order.ts";
import { shares } from "../amounts.ts";

/** `/sell`: of what is held, at the market's price now. */
export function sellPages(pages: Server, app: App): void {
  const onRequest = signedIn(app);

  const view: OrderPage["view"] = async (request, state) => {
    const { lines } = await orProblem(app.viewPortfolio({ accountId: callerOf(request).account.id }));
    const choices = lines.map(({ ticker, quantity }) => ({ value: ticker, text: `${ticker}: ${shares(quantity)}` }));
    const isAny = choices.length > 0;
    return {
      title: "Sell",
      state,
      fields: isAny ? ORDER_FIELDS : [],
      body: isAny ? sellForm(state, choices) : html`<p>You hold no shares to sell. <a href="/buy">Buy some</a>.</p>`,
    };
  };

  pages.get("/sell", { onRequest }, async (request, reply) =>
    show(request, reply, await view(request, suggestedSymbol(request))),
  );
  pages.post("/sell", { onRequest }, (request, reply) => placeOrder({ trade: app.sellShares, view }, request, reply));
}

function sellForm(state: FormState, choices: readonly Choice[]): SafeHtml {
  return form({ action: "/sell", button: "Sell", label: "Sell shares" }, [
    select(state, { name: "symbol", label: "Stock", hint: "At the market’s price now.", choices }),
    sharesField(state),
    keyField(state),
  ]);
}
