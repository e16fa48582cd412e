import { daysUpTo, pricedSession, timeOf, type Answer, type Question } from "./question.ts";

/** Four decimals, as every price is written. */
function decimal(value: number): string {
  return value.toFixed(4);
}

export function globalQuote(question: Question): Answer {
  const { parameters, market, plan } = question;
  const entitlement = parameters.get("entitlement");
  if (entitlement !== null && plan === "free") return "not-entitled";
  const symbol = parameters.get("symbol");
  if (!symbol) return "invalid-call";
  const session = pricedSession(question, entitlement !== null);
  const key = entitlement === "delayed" ? "Global Quote - DATA DELAYED BY 15 MINUTES" : "Global Quote";
  const stock = market.stock(symbol, session.day);
  if (!stock) return { [key]: {} };
  const [, dayBefore = session.day] = daysUpTo(question, session, 2);
  const price = market.price(stock, session.day);
  const previous = market.price(stock, dayBefore);
  const change = Number(price) - Number(previous);
  return {
    [key]: {
      "01. symbol": symbol.toUpperCase(),
      "02. open": previous,
      "03. high": decimal(Math.max(Number(price), Number(previous))),
      "04. low": decimal(Math.min(Number(price), Number(previous))),
      "05. price": price,
      "06. volume": "2528814",
      "07. latest trading day": session.day,
      "08. previous close": previous,
      "09. change": decimal(change),
      "10. change percent": `${decimal((100 * change) / Number(previous))}%`,
    },
  };
}

const COMPACT = 100;

export function timeSeriesDaily(question: Question): Answer {
  const { parameters, market, plan } = question;
  const entitlement = parameters.get("entitlement");
  if (entitlement !== null && plan === "free") return "not-entitled";
  if (parameters.get("outputsize") === "full" && plan === "free") return "premium-parameter";
  const symbol = parameters.get("symbol");
  // A premium plan's series may have today's row, which still moves, whether an entitlement was sent or not.
  const session = pricedSession(question, plan === "premium");
  const stock = symbol && market.stock(symbol, session.day);
  if (!stock) return "invalid-call";
  const rows = daysUpTo(question, session, COMPACT).map((day) => [day, rowAt(market.price(stock, day))]);
  return {
    "Meta Data": {
      "1. Information": "Daily Prices (open, high, low, close) and Volumes",
      "2. Symbol": symbol.toUpperCase(),
      "3. Last Refreshed": session.isOver ? session.day : `${session.day} ${timeOf(question, session)}`,
      "4. Output Size": "Compact",
      "5. Time Zone": "US/Eastern",
    },
    "Time Series (Daily)": Object.fromEntries(rows),
  };
}

function rowAt(close: string): Readonly<Record<string, string>> {
  return { "1. open": close, "2. high": close, "3. low": close, "4. close": close, "5. volume": "137952495" };
}
