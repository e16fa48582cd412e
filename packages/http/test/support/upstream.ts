import { createServer } from "node:http";
import type { AddressInfo } from "node:net";

export type Upstream = {
  readonly url: string;
  /** How often it was asked. */
  readonly asked: () => number;
  readonly close: () => Promise<void>;
};

/**
 * GLOBAL_QUOTE as Alpha Vantage documents it, of the day that the tests play; one symbol it does not know, and one that
 * it answers with the key.
 */
export async function upstreamThatTells(apiKey: string): Promise<Upstream> {
  const answers: Readonly<Record<string, unknown>> = {
    AAPL: { "Global Quote": { "01. symbol": "AAPL", "05. price": "112.0000", "07. latest trading day": "2126-06-15" } },
    NOSUCH: { "Global Quote": {} },
    LATE: {
      Information: `We have detected your API key as ${apiKey} and our standard API rate limit is 25 requests per day.`,
    },
  };
  let asked = 0;
  const server = createServer((request, response) => {
    asked += 1;
    const { searchParams } = new URL(request.url ?? "", "http://upstream");
    response.setHeader("content-type", "application/json");
    response.end(JSON.stringify(answers[searchParams.get("symbol") ?? ""] ?? {}));
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/query?entry=1`,
    asked: () => asked,
    close: () => new Promise<void>((resolve) => server.close(() => resolve())),
  };
}
