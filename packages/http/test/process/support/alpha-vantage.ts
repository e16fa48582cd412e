import { once } from "node:events";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { nyseCalendar } from "@bourse/adapters/nyse-calendar";
import { systemClock } from "@bourse/adapters/system";
import { onTestFinished } from "vitest";

/** Answers GLOBAL_QUOTE in the documented shape, for the tickers it has a price of. */
export async function alphaVantage(prices: Readonly<Record<string, string>>): Promise<{ url: string; keys: string[] }> {
  const keys: string[] = [];
  const server = createServer((request, response) => {
    const { searchParams } = new URL(request.url ?? "", "http://upstream");
    keys.push(searchParams.get("apikey") ?? "");
    const symbol = searchParams.get("symbol") ?? "";
    const price = searchParams.get("function") === "GLOBAL_QUOTE" ? prices[symbol] : undefined;
    const quote = price === undefined ? {} : globalQuote(symbol, price);
    response
      .writeHead(200, { "content-type": "application/json" })
      .end(JSON.stringify({ "Global Quote": quote }, null, 4));
  });
  onTestFinished(() => {
    server.close();
    server.closeAllConnections();
  });
  await once(server.listen(0, "127.0.0.1"), "listening");
  return { url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/query`, keys };
}

function globalQuote(symbol: string, price: string): Record<string, string> {
  return {
    "01. symbol": symbol,
    "02. open": price,
    "03. high": price,
    "04. low": price,
    "05. price": price,
    "06. volume": "2528814",
    "07. latest trading day": nyseCalendar().latest(systemClock().now()).day,
    "08. previous close": price,
    "09. change": "0.0000",
    "10. change percent": "0.0000%",
  };
}
