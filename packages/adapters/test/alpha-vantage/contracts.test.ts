import type { IncomingMessage } from "node:http";
import { tickerOf, verifyContract } from "@bourse/testkit";
import { quoteSourceContract, type QuoteSourceSubject } from "@bourse/testkit/contracts";
import { describe, it } from "vitest";
import { globalQuote, json, startUpstream, text, type Answer } from "./upstream.ts";

const tickers = { known: tickerOf("IBM"), alsoKnown: tickerOf("BRK.B"), unknown: tickerOf("NOPE") };

/** Ways of failing to answer, by the name that a source's own query carries. */
const FAILURES: Readonly<Record<string, Answer>> = {
  refusal: json({ Information: "Burst pattern detected." }),
  outage: json({}),
  page: text("<!DOCTYPE html>", 503, "text/html"),
  empty: text(""),
  truncated: text('{"Global Quote": {"01. symbol": "IBM",'),
  reset: (response) => response.socket?.resetAndDestroy(),
  silence: () => {},
};

function answerOf(request: IncomingMessage): Answer {
  const { searchParams } = new URL(request.url ?? "", "http://upstream");
  const symbol = searchParams.get("symbol") ?? "";
  const quote = json(symbol === "NOPE" ? { "Global Quote": {} } : globalQuote(symbol));
  return FAILURES[searchParams.get("failing") ?? ""] ?? quote;
}

async function make(): Promise<QuoteSourceSubject> {
  const upstream = await startUpstream();
  upstream.answer = (response, request) => answerOf(request)(response, request);
  const failing = Object.keys(FAILURES).map((name) =>
    upstream.source({ url: `${upstream.url}?failing=${name}`, timeout: 100 }),
  );
  return { port: upstream.source(), failing, ...tickers, dispose: () => upstream.stop() };
}

verifyContract(quoteSourceContract, make, { describe, it });
