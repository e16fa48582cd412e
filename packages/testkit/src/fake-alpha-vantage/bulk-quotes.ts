import { daysUpTo, pricedSession, timeOf, type Answer, type Question } from "./question.ts";

const MOST = 100;
const ENDPOINT = "Realtime Bulk Quotes";

/** A row for each symbol that is listed; the others are simply missing. */
export function bulkQuotes(question: Question): Answer {
  const { parameters, market } = question;
  const symbols = (parameters.get("symbol") ?? "").split(",").filter(Boolean);
  if (symbols.length === 0 || symbols.length > MOST) return "invalid-call";
  const session = pricedSession(question, true);
  const [day, dayBefore = day] = daysUpTo(question, session, 2);
  const timestamp = `${day} ${timeOf(question, session)}.814`;
  const rows = symbols.flatMap((symbol) => {
    const stock = market.stock(symbol, day);
    return stock ? [rowOf(symbol, timestamp, market.price(stock, day), market.price(stock, dayBefore))] : [];
  });
  return { endpoint: ENDPOINT, message: "success", data: rows };
}

/** Made-up rows, which name other stocks than were asked for, or the same at other prices. */
export function artificialQuotes(): Answer {
  const data = ["MSFT", "AAPL", "IBM"].map((symbol) => rowOf(symbol, "2024-10-30 19:59:53.814", "230.1", "233.67"));
  const message =
    "This sample data is ARTIFICIAL. Please subscribe to a premium plan that includes realtime US market data to unlock this endpoint.";
  return { endpoint: ENDPOINT, message, data };
}

function rowOf(symbol: string, timestamp: string, close: string, previous: string): Readonly<Record<string, string>> {
  return {
    symbol: symbol.toUpperCase(),
    timestamp,
    open: previous,
    high: close,
    low: previous,
    close,
    volume: "47070807",
    previous_close: previous,
    change: (Number(close) - Number(previous)).toFixed(2),
    change_percent: ((100 * (Number(close) - Number(previous))) / Number(previous)).toFixed(4),
    extended_hours_quote: "",
    extended_hours_change: "",
    extended_hours_change_percent: "",
  };
}
