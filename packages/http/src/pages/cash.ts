import type { App, Entry } from "@bourse/core";
import { html, type SafeHtml } from "@remix-run/html-template";
import type { FastifyReply, FastifyRequest } from "fastify";
import { callerOf, signedIn } from "../auth.ts";
import { orProblem } from "../problem.ts";
import type { Server } from "../typed-server.ts";
import { show, showAgain } from "./answers.ts";
import { leadTo } from "./done.ts";
import { entriesTable } from "./entries-table.ts";
import { amountText, fieldsOf, optional } from "./fields.ts";
import { form, input, select, UNTOUCHED, type FormState } from "./forms.ts";
import { keyField } from "./keys.ts";
import type { View } from "./layout.ts";
import { dollars } from "../amounts.ts";

const FIELDS = ["status", "amount"] as const;
const NAMES = { about: { InsufficientCash: "amount", LimitExceeded: "amount" } } as const;
const CHOICES = [
  { value: "TOP-UP", text: "Add cash" },
  { value: "WITHDRAWAL", text: "Withdraw cash" },
];

/** How many of the latest entries the page shows. */
const LATEST = 5;

/** `/cash`: the balance, and a form that adds to it or takes from it. */
export function cashPages(pages: Server, app: App): void {
  const onRequest = signedIn(app);

  const view = async (request: FastifyRequest, state: FormState): Promise<View> => {
    const accountId = callerOf(request).account.id;
    const { cash } = await orProblem(app.viewBalance({ accountId }));
    const { items: latest } = await orProblem(app.listCashTransactions({ accountId, limit: LATEST }));
    return {
      title: "Cash",
      state,
      fields: FIELDS,
      body: html`<p class="figure">${dollars(cash)}</p>
        ${form({ action: "/cash", button: "Move cash", label: "Move cash" }, [
          select(state, { name: "status", label: "What to do", choices: CHOICES }),
          input(state, {
            name: "amount",
            label: "Amount in dollars",
            autocomplete: "off",
            inputmode: "decimal",
            hint: "Such as 1,000.00.",
          }),
          keyField(state),
        ])}
        ${latest.length === 0 ? null : latestEntries(latest)}`,
    };
  };

  const moves = new Map<string, App["topUp"] | App["withdraw"]>([
    ["TOP-UP", app.topUp],
    ["WITHDRAWAL", app.withdraw],
  ]);
  const move = async (request: FastifyRequest, reply: FastifyReply): Promise<FastifyReply> => {
    const values = fieldsOf(request, [...FIELDS, "key"]);
    const wish = {
      accountId: callerOf(request).account.id,
      amount: amountText(values.amount),
      idempotencyKey: optional(values.key),
    };
    const useCase = moves.get(values.status);
    if (!useCase) {
      const problems = [{ field: "status", rule: "choice", message: "status must be TOP-UP or WITHDRAWAL." }];
      return showAgain(
        request,
        reply,
        { kind: "InvalidInput", problems },
        { values, names: NAMES, view: (state) => view(request, state) },
      );
    }
    const moved = await useCase(wish);
    if (moved.isErr()) {
      return showAgain(request, reply, moved.error, { values, names: NAMES, view: (state) => view(request, state) });
    }
    return leadTo(reply, "/cash", { cash: moved.value.entry.seq });
  };

  pages.get("/cash", { onRequest }, async (request, reply) => show(request, reply, await view(request, UNTOUCHED)));
  pages.post("/cash", { onRequest }, move);
}

function latestEntries(entries: readonly Entry[]): SafeHtml {
  return html`<section>
    <h2>Latest</h2>
    ${entriesTable("Latest", entries)}
    <p><a href="/history">The whole history</a>.</p>
  </section>`;
}
