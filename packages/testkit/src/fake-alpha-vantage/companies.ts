import { pricedSession, type Answer, type Question } from "./question.ts";
import { FOREIGN, type FakeStock } from "./stocks.ts";

/** `{}` for a symbol that is not listed. */
export function overview(question: Question): Answer {
  const { parameters, market } = question;
  const symbol = parameters.get("symbol");
  if (!symbol) return "invalid-call";
  const { day } = pricedSession(question, false);
  const stock = market.stock(symbol, day);
  if (!stock) return {};
  const price = Number(market.price(stock, day));
  return {
    Symbol: symbol.toUpperCase(),
    AssetType: "Common Stock",
    Name: stock.name,
    Description: `${stock.name} is a company that a fake made up a description for.`,
    CIK: "51143",
    Exchange: stock.exchange,
    Currency: "USD",
    Country: "USA",
    Sector: stock.sector,
    Industry: stock.industry,
    Address: "ONE MAIN STREET, NEW YORK, NY, US",
    FiscalYearEnd: "December",
    LatestQuarter: "2025-09-30",
    MarketCapitalization: String(Math.round(price * 1_000_000_000)),
    EBITDA: "None",
    PERatio: "-",
    DividendPerShare: (price / 50).toFixed(2),
    DividendYield: "0.02",
    EPS: "6.41",
    "52WeekHigh": (price * 1.2).toFixed(2),
    "52WeekLow": (price * 0.8).toFixed(2),
    SharesOutstanding: "1000000000",
    DividendDate: "None",
    ExDividendDate: "2025-11-10",
  };
}

/** By a part of the symbol or of the name, the closest first. */
export function symbolSearch(question: Question): Answer {
  const { parameters, market } = question;
  const keywords = parameters.get("keywords")?.toLowerCase();
  if (!keywords) return "invalid-call";
  const { day } = pricedSession(question, false);
  const rows = [...market.stocks(day).map(usRow), ...FOREIGN];
  const bestMatches = rows
    .map((row) => ({ row, score: scoreOf(row, keywords) }))
    .filter(({ score }) => score > 0)
    .toSorted((a, b) => b.score - a.score)
    .slice(0, 10)
    .map(({ row: [symbol, name, region, currency], score }) => ({
      "1. symbol": symbol,
      "2. name": name,
      "3. type": "Equity",
      "4. region": region,
      "5. marketOpen": "09:30",
      "6. marketClose": "16:00",
      "7. timezone": "UTC-04",
      "8. currency": currency,
      "9. matchScore": score.toFixed(4),
    }));
  return { bestMatches };
}

type SearchRow = (typeof FOREIGN)[number];

function usRow({ ticker, name }: FakeStock): SearchRow {
  return [ticker.replace(".", "-"), name, "United States", "USD"];
}

function scoreOf([symbol, name]: SearchRow, keywords: string): number {
  const ticker = symbol.toLowerCase();
  if (ticker === keywords) return 1;
  const holder = [ticker, name.toLowerCase()].find((text) => text.includes(keywords));
  return holder === undefined ? 0 : keywords.length / (holder.length + 1);
}

export function marketStatus({ at, sessions }: Question): Answer {
  const { closesAt } = sessions.latest(at);
  const market = {
    market_type: "Equity",
    region: "United States",
    primary_exchanges: "NASDAQ, NYSE, AMEX, BATS",
    local_open: "09:30",
    local_close: "16:15",
    current_status: at < closesAt ? "open" : "closed",
    notes: "",
  };
  return { endpoint: "Global Market Open & Close Status", markets: [market] };
}
