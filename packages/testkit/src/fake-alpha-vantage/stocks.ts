/** A stock that the fake lists. `level` is in dollars: about what a share costs. */
export type FakeStock = {
  readonly ticker: string;
  readonly name: string;
  readonly exchange: string;
  readonly sector: string;
  readonly industry: string;
  readonly level: number;
};

type Row = readonly [ticker: string, name: string, exchange: string, sector: string, industry: string, level: number];

const ROWS: readonly Row[] = [
  ["AAPL", "Apple Inc", "NASDAQ", "TECHNOLOGY", "CONSUMER ELECTRONICS", 230],
  ["ABBV", "AbbVie Inc", "NYSE", "HEALTHCARE", "DRUG MANUFACTURERS - GENERAL", 215],
  ["ADBE", "Adobe Inc", "NASDAQ", "TECHNOLOGY", "SOFTWARE - APPLICATION", 345],
  ["AMD", "Advanced Micro Devices Inc", "NASDAQ", "TECHNOLOGY", "SEMICONDUCTORS", 210],
  ["AMZN", "Amazon.com Inc", "NASDAQ", "CONSUMER CYCLICAL", "INTERNET RETAIL", 225],
  ["BA", "Boeing Company", "NYSE", "INDUSTRIALS", "AEROSPACE & DEFENSE", 215],
  ["BAC", "Bank of America Corp", "NYSE", "FINANCIAL SERVICES", "BANKS - DIVERSIFIED", 50],
  ["BRK.A", "Berkshire Hathaway Inc Class A", "NYSE", "FINANCIAL SERVICES", "INSURANCE - DIVERSIFIED", 740_000],
  ["BRK.B", "Berkshire Hathaway Inc Class B", "NYSE", "FINANCIAL SERVICES", "INSURANCE - DIVERSIFIED", 490],
  ["COST", "Costco Wholesale Corp", "NASDAQ", "CONSUMER DEFENSIVE", "DISCOUNT STORES", 920],
  ["CSCO", "Cisco Systems Inc", "NASDAQ", "TECHNOLOGY", "COMMUNICATION EQUIPMENT", 75],
  ["CVX", "Chevron Corp", "NYSE", "ENERGY", "OIL & GAS INTEGRATED", 155],
  ["DIS", "Walt Disney Company", "NYSE", "COMMUNICATION SERVICES", "ENTERTAINMENT", 112],
  ["F", "Ford Motor Company", "NYSE", "CONSUMER CYCLICAL", "AUTO MANUFACTURERS", 12],
  ["GE", "GE Aerospace", "NYSE", "INDUSTRIALS", "AEROSPACE & DEFENSE", 300],
  ["GOOG", "Alphabet Inc Class C", "NASDAQ", "COMMUNICATION SERVICES", "INTERNET CONTENT & INFORMATION", 251],
  ["GOOGL", "Alphabet Inc Class A", "NASDAQ", "COMMUNICATION SERVICES", "INTERNET CONTENT & INFORMATION", 250],
  ["HD", "Home Depot Inc", "NYSE", "CONSUMER CYCLICAL", "HOME IMPROVEMENT RETAIL", 390],
  ["IBM", "International Business Machines", "NYSE", "TECHNOLOGY", "INFORMATION TECHNOLOGY SERVICES", 280],
  ["INTC", "Intel Corp", "NASDAQ", "TECHNOLOGY", "SEMICONDUCTORS", 37],
  ["JNJ", "Johnson & Johnson", "NYSE", "HEALTHCARE", "DRUG MANUFACTURERS - GENERAL", 190],
  ["JPM", "JPMorgan Chase & Co", "NYSE", "FINANCIAL SERVICES", "BANKS - DIVERSIFIED", 305],
  ["KO", "Coca-Cola Company", "NYSE", "CONSUMER DEFENSIVE", "BEVERAGES - NON-ALCOHOLIC", 68],
  ["MA", "Mastercard Inc Class A", "NYSE", "FINANCIAL SERVICES", "CREDIT SERVICES", 560],
  ["MCD", "McDonald's Corp", "NYSE", "CONSUMER CYCLICAL", "RESTAURANTS", 300],
  ["META", "Meta Platforms Inc Class A", "NASDAQ", "COMMUNICATION SERVICES", "INTERNET CONTENT & INFORMATION", 700],
  ["MSFT", "Microsoft Corp", "NASDAQ", "TECHNOLOGY", "SOFTWARE - INFRASTRUCTURE", 510],
  ["NFLX", "Netflix Inc", "NASDAQ", "COMMUNICATION SERVICES", "ENTERTAINMENT", 115],
  ["NKE", "Nike Inc Class B", "NYSE", "CONSUMER CYCLICAL", "FOOTWEAR & ACCESSORIES", 70],
  ["NVDA", "NVIDIA Corp", "NASDAQ", "TECHNOLOGY", "SEMICONDUCTORS", 185],
  ["ORCL", "Oracle Corp", "NYSE", "TECHNOLOGY", "SOFTWARE - INFRASTRUCTURE", 280],
  ["PEP", "PepsiCo Inc", "NASDAQ", "CONSUMER DEFENSIVE", "BEVERAGES - NON-ALCOHOLIC", 145],
  ["PFE", "Pfizer Inc", "NYSE", "HEALTHCARE", "DRUG MANUFACTURERS - GENERAL", 25],
  ["PG", "Procter & Gamble Company", "NYSE", "CONSUMER DEFENSIVE", "HOUSEHOLD & PERSONAL PRODUCTS", 150],
  ["T", "AT&T Inc", "NYSE", "COMMUNICATION SERVICES", "TELECOM SERVICES", 26],
  ["TSLA", "Tesla Inc", "NASDAQ", "CONSUMER CYCLICAL", "AUTO MANUFACTURERS", 430],
  ["UNH", "UnitedHealth Group Inc", "NYSE", "HEALTHCARE", "HEALTHCARE PLANS", 350],
  ["V", "Visa Inc Class A", "NYSE", "FINANCIAL SERVICES", "CREDIT SERVICES", 345],
  ["WMT", "Walmart Inc", "NYSE", "CONSUMER DEFENSIVE", "DISCOUNT STORES", 103],
  ["XOM", "Exxon Mobil Corp", "NYSE", "ENERGY", "OIL & GAS INTEGRATED", 113],
];

/** Large companies as they were listed late in 2025, by ticker. */
export const STOCKS: ReadonlyMap<string, FakeStock> = new Map(
  ROWS.map(([ticker, name, exchange, sector, industry, level]) => [
    ticker,
    { ticker, name, exchange, sector, industry, level },
  ]),
);

/** What a search finds besides: other markets, other currencies, and symbols that are no US ticker. */
export const FOREIGN: readonly (readonly [symbol: string, name: string, region: string, currency: string])[] = [
  ["TSCO.LON", "Tesco PLC", "United Kingdom", "GBX"],
  ["AAPL.TRT", "Apple CDR (CAD Hedged)", "Toronto", "CAD"],
  ["APC.DEX", "Apple Inc", "XETRA", "EUR"],
  ["IBM.LON", "International Business Machines Corp", "United Kingdom", "USD"],
  ["M&M.BSE", "Mahindra & Mahindra Limited", "India/Bombay", "INR"],
  ["ALXN:BAT", "Alexion Pharmaceuticals Inc", "United States", "USD"],
];
