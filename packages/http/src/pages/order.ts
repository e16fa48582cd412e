import type { App } from "@bourse/core";
import type { SafeHtml } from "@remix-run/html-template";
import type { FastifyReply, FastifyRequest } from "fastify";
import { callerOf } from "../auth.ts";
import { showAgain } from "./answers.ts";
import { leadTo } from "./done.ts";
import { fieldsOf, optional, wholeNumber } from "./fields.ts";
import { input, type FormState } from "./forms.ts";
import type { View } from "./layout.ts";

export const ORDER_FIELDS = ["symbol", "shares"] as const;

const NAMES = {
  rename: { ticker: "symbol", quantity: "shares" },
  about: {
    TickerNotFound: "symbol",
    TickerDelisted: "symbol",
    InsufficientCash: "shares",
    InsufficientShares: "shares",
    LimitExceeded: "shares",
  },
} as const;

/** How an order is made, and the page of its form. */
export type OrderPage = {
  readonly trade: App["buyShares"] | App["sellShares"];
  readonly view: (request: FastifyRequest, state: FormState) => Promise<View>;
};

/** Does what an order's form asks for. Once it is filled, the portfolio tells at what price. */
export async function placeOrder(
  { trade, view }: OrderPage,
  request: FastifyRequest,
  reply: FastifyReply,
): Promise<FastifyReply> {
  const values = fieldsOf(request, [...ORDER_FIELDS, "key"]);
  const filled = await trade({
    accountId: callerOf(request).account.id,
    ticker: values.symbol.trim(),
    quantity: wholeNumber(values.shares),
    idempotencyKey: optional(values.key),
  });
  if (filled.isErr()) {
    return showAgain(request, reply, filled.error, { values, names: NAMES, view: (state) => view(request, state) });
  }
  return leadTo(reply, "/", { trade: filled.value.entry.seq });
}

/** A form that another page leads to may have its symbol from there. */
export function suggestedSymbol(request: FastifyRequest): FormState {
  const { symbol } = fieldsOf(request, ["symbol"], "query");
  return { values: { symbol }, problems: [] };
}

export function sharesField(state: FormState): SafeHtml {
  return input(state, {
    name: "shares",
    label: "Shares",
    autocomplete: "off",
    inputmode: "numeric",
    hint: "Whole shares only.",
  });
}
