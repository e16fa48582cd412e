import {
  isTrade,
  type AccountId,
  type CashEntry,
  type Entry,
  type FilledTrade,
  type Page,
  type Recorded,
} from "@bourse/core";
import type { FastifyReply, FastifyRequest } from "fastify";
import { Type, type TSchema } from "typebox";
import { callerOf } from "../auth.ts";
import { cashTransactionView, tradeView } from "../schemas/entry.ts";
import { TODAY, YESTERDAY } from "../schemas/story.ts";
import { day } from "../schemas/values.ts";

export const AccountParams = Type.Object({
  id: Type.String({ description: "The account's id, or `me`.", examples: ["me"] }),
});

/** The id that a path names, where an operator may name anybody's; `me` is the caller. */
export function namedId(request: FastifyRequest, named: string): AccountId {
  return named === "me" ? callerOf(request).account.id : (named as AccountId);
}

/** As the design documents name it. */
export const NamedAccountParams = Type.Object({
  account_id: Type.String({ description: "The account's id.", examples: ["me"] }),
});

export const EntryParams = Type.Object({
  ...AccountParams.properties,
  seq: Type.Integer({
    minimum: 1,
    maximum: Number.MAX_SAFE_INTEGER,
    description: "The entry's number within the account.",
    examples: [2],
  }),
});

export const PageQuery = Type.Object(
  {
    limit: Type.Optional(
      Type.Integer({ description: "The most items to answer, 1 to 200; 50 when left out.", examples: [50] }),
    ),
    cursor: Type.Optional(Type.String({ description: "The `nextCursor` of the page above." })),
  },
  { additionalProperties: false },
);

// Neither a cursor nor a key has an example: a page that tries a route out would send it, and mean nothing by it.
export const IdempotencyHeaders = Type.Object({
  "idempotency-key": Type.Optional(
    Type.String({
      description:
        "Your name for this wish, such as `order-4711`: 1 to 255 visible ASCII characters. Sent again, it is answered again, not done again.",
    }),
  ),
});

export const WindowQuery = Type.Object(
  { from: day("The first day.", YESTERDAY), to: day("The last day, included.", TODAY) },
  { additionalProperties: false },
);

export function pageView<Item, View>({ items, next }: Page<Item>, view: (item: Item) => View) {
  return { items: items.map(view), nextCursor: next === null ? null : cursorOf(next) };
}

/** Opaque, so that what a page begins with may change without anybody's notice. */
function cursorOf(next: number): string {
  return Buffer.from(String(next)).toString("base64url");
}

/** What a page query asks for. A cursor that is none of ours becomes NaN, which the use case refuses by name. */
export function pageOfQuery({ limit, cursor }: { limit?: number; cursor?: string }): {
  limit?: number;
  before?: number;
} {
  return {
    ...(limit !== undefined && { limit }),
    ...(cursor !== undefined && { before: nextIn(cursor) }),
  };
}

function nextIn(cursor: string): number {
  const next = Number(Buffer.from(cursor, "base64url").toString());
  return cursorOf(next) === cursor ? next : Number.NaN;
}

/** Headers that answer for an empty body too. */
const LOCATION = { location: Type.String({ description: "Where it can be read." }) };
const REPLAYED = {
  "idempotency-replayed": Type.Optional(
    Type.String({ description: "`true` when an earlier call with this key made it.", examples: ["true"] }),
  ),
};

/** A 2xx answer with its headers, as the document tells it. */
export function answers(
  schema: TSchema,
  description: string,
  ...headers: readonly ("location" | "replayed")[]
): TSchema {
  const told = {
    ...(headers.includes("location") && LOCATION),
    ...(headers.includes("replayed") && REPLAYED),
  };
  return { description, headers: told, content: { "application/json": { schema } } };
}

/** The same answer, where the schema's own example would not be true of it. */
export function showing(answer: TSchema, example: unknown): TSchema {
  // A schema's type does not tell of what Fastify reads beside it.
  const { content } = answer as unknown as { content: { "application/json": object } };
  return { ...answer, content: { "application/json": { ...content["application/json"], example } } };
}

export const NOTHING: TSchema = Type.Null({ description: "Done; there is nothing to say." });

function mark<E extends Entry>(reply: FastifyReply, status: number, { entry, replayed }: Recorded<E>): E {
  if (replayed) void reply.header("idempotency-replayed", "true");
  void reply.code(status);
  const kind = isTrade(entry) ? "trades" : "cash-transactions";
  if (status === 201) void reply.header("location", `/v1/accounts/${entry.accountId}/${kind}/${entry.seq}`);
  return entry;
}

/** Answers a trade, first or replayed. The named routes answer 200 where `/v1` creates. */
export function answerTrade(reply: FastifyReply, status: 200 | 201, recorded: Recorded<FilledTrade>) {
  return tradeView(mark(reply, status, recorded));
}

export function answerCash(reply: FastifyReply, status: 200 | 201, recorded: Recorded<CashEntry>) {
  return cashTransactionView(mark(reply, status, recorded));
}
