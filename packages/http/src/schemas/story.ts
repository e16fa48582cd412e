/**
 * The one story that all of the document's examples tell: Ada opens an account, tops it up, buys ten shares of Apple
 * while the market is open, and looks at what she has. A test sends each example, and holds the answers to these.
 */
export const AT = "2026-11-20T15:04:05.678Z";
export const TODAY = "2026-11-20";
export const YESTERDAY = "2026-11-19";
const accountId = "019aa3f0-5c1e-7b6a-9f5e-3d2c1b0a9e8f";
export const ADA = accountId;

export const BLACKLISTED_ADA = {
  id: ADA,
  username: "ada",
  email: "ada@example.com",
  name: "Ada Lovelace",
  dateOfBirth: "1990-05-17",
  blacklisted: true,
  openedAt: AT,
};

const quote = {
  ticker: "AAPL",
  price: "112.00",
  tradingDay: TODAY,
  fetchedAt: AT,
  source: "simulated",
  freshness: "fresh",
};
const trade = { accountId, ticker: "AAPL", quantity: 10, price: "112.00", creationDate: AT };

export const TOP_UP = {
  accountId,
  seq: 1,
  status: "TOP-UP",
  amount: "10000.00",
  balance: "10000.00",
  creationDate: AT,
};
export const PAYMENT = {
  ...TOP_UP,
  seq: 2,
  status: "BUYING-SHARES",
  amount: "-1120.00",
  balance: "8880.00",
};
export const PURCHASE = {
  ...trade,
  seq: 2,
  action: "BUY",
  amount: "-1120.00",
  balance: "8880.00",
  realisedGain: null,
  quote,
};
export const SALE = {
  ...trade,
  seq: 3,
  action: "SELL",
  amount: "1120.00",
  balance: "10000.00",
  realisedGain: "0.00",
  quote,
};
export const HOLDING = {
  ticker: "AAPL",
  quantity: 10,
  cost: "1120.00",
  averageCost: "112.00",
  price: "112.00",
  marketValue: "1120.00",
  unrealisedGain: "0.00",
  previousClose: "111.50",
  dayChange: "5.00",
  tradingDay: TODAY,
  fetchedAt: AT,
  age: 0,
  source: "simulated",
  freshness: "fresh",
};
export const VALUE = {
  cash: "8880.00",
  holdingsValue: "1120.00",
  totalValue: "10000.00",
  complete: true,
  asOf: AT,
  dayChange: "5.00",
  unrealisedGain: "0.00",
  realisedGain: "0.00",
};
const { cash, holdingsValue, totalValue, complete } = VALUE;
export const DAYS = [
  { day: YESTERDAY, cash: "0.00", holdingsValue: "0.00", totalValue: "0.00", complete: true },
  { day: TODAY, cash, holdingsValue, totalValue, complete },
];
export const CLOSES = [
  { day: YESTERDAY, close: "111.50" },
  { day: TODAY, close: "112.00" },
];
/** The simulated market is limited by nothing. */
export const HEALTH = { status: "ok", database: "ok", quotes: "simulated", requestBudget: null };
