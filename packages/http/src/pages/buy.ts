import type { App } from "@bourse/core";
import { html } from "@remix-run/html-template";
import { callerOf, signedIn } from "../auth.ts";
import { orProblem } from "../problem.ts";
import type { Server } from "../typed-server.ts";
import { show } from "./answers.ts";
import { form, input } from "./forms.ts";
import { keyField } from "./keys.ts";
import { ORDER_FIELDS, placeOrder, sharesField, suggestedSymbol, type OrderPage } from "./order.ts";
import { dollars } from "../amounts.ts";

/** `/buy`: shares at the market’s price now, for no more than the cash. */
export function buyPages(pages: Server, app: App): void {
  const onRequest = signedIn(app);

  const view: OrderPage["view"] = async (request, state) => {
    const { cash } = await orProblem(app.viewBalance({ accountId: callerOf(request).account.id }));
    return {
      title: "Buy",
      state,
      fields: ORDER_FIELDS,
      body: html`<p>You have <strong>${dollars(cash)}</strong> in cash. <a href="/cash">Add cash</a>.</p>
        ${form({ action: "/buy", button: "Buy", label: "Buy shares" }, [
          input(state, {
            name: "symbol",
            label: "Symbol",
            autocomplete: "off",
            hint: "Such as AAPL or BRK.B, at the market’s price now.",
          }),
          sharesField(state),
          keyField(state),
        ])}
        <p><a href="/quote">Look a price up first</a>.</p>`,
    };
  };

  pages.get("/buy", { onRequest }, async (request, reply) =>
    show(request, reply, await view(request, suggestedSymbol(request))),
  );
  pages.post("/buy", { onRequest }, (request, reply) => placeOrder({ trade: app.buyShares, view }, request, reply));
}
