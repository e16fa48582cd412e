import { alphaVantage, type AlphaVantageRequest } from "@bourse/adapters/alpha-vantage";
import { keptCloses } from "@bourse/adapters/daily-closes";
import { keptDirectory } from "@bourse/adapters/kept-directory";
import { cachedQuotes } from "@bourse/adapters/quote-cache";
import {
  FREE_PLAN,
  paidPlan,
  requestBudget,
  tickerDemand,
  type BudgetPlan,
  type BudgetState,
} from "@bourse/adapters/request-budget";
import { simulatedMarket } from "@bourse/adapters/simulated-market";
import { listedStocks } from "@bourse/adapters/stock-list";
import type { Clock, MarketCalendar, Ports, StoreUnavailable } from "@bourse/core";
import type { Config } from "../config.ts";
import { pricesName } from "./data-folder.ts";
import type { Store } from "./store.ts";

/** Where prices come from. */
export type Market = Pick<Ports, "closes" | "directory" | "quotes"> & {
  readonly name: string;
  readonly close: () => Promise<void> | void;
  readonly budget: () => Promise<BudgetState | null>;
};

type MarketOptions = {
  readonly store: Pick<Store, "isShared" | "openPrices">;
  readonly clock: Clock;
  readonly calendar: MarketCalendar;
  /** Nobody who asks for a price is told; whoever runs the server is. */
  readonly onStoreFailure: (failure: StoreUnavailable) => void;
  readonly onRequest: (request: AlphaVantageRequest) => void;
};

/** Alpha Vantage for whoever has a key, else the simulated market. */
export async function openMarket(config: Config, options: MarketOptions): Promise<Market> {
  const { store, clock, calendar, onStoreFailure, onRequest } = options;
  const { ALPHA_VANTAGE_API_KEY: apiKey, ALPHA_VANTAGE_PLAN: plan } = config;
  if (apiKey === undefined) {
    const market = simulatedMarket({ clock, calendar });
    const nothing = { close: () => undefined, budget: async () => null };
    return { name: "simulated", quotes: market, closes: market, directory: listedStocks(), ...nothing };
  }
  const prices = await store.openPrices(pricesName(config.ALPHA_VANTAGE_URL, apiKey));
  const keeping = { clock, onStoreFailure };
  const { isShared } = store;
  const demand = tickerDemand();
  const budget = requestBudget({ store: prices.budget, clock, plan: budgetPlan(config), demand });
  const budgetState = async (): Promise<BudgetState | null> => (await budget.state()).unwrapOr(null);
  const source = alphaVantage({
    apiKey,
    url: config.ALPHA_VANTAGE_URL,
    clock,
    calendar,
    budget,
    entitlement: config.ALPHA_VANTAGE_ENTITLEMENT,
    bulk: plan !== "free",
    onRequest,
  });
  const quotes = cachedQuotes({
    source: source.quotes,
    store: prices.quotes,
    isShared,
    calendar,
    demand,
    maxQuoteAge: config.MAX_QUOTE_AGE,
    capacity: config.QUOTES_IN_MEMORY,
    together: plan !== "free",
    ...keeping,
  });
  const closes = { source: source.closes, store: prices.closes, calendar, budget: budgetState };
  const companies = { source: source.directory, fallback: listedStocks(), store: prices.profiles, budget: budgetState };
  // A free key's next request may be made only after the time that anybody would wait.
  const patience = plan === "free" ? 0 : 2000;
  return {
    name: "alpha-vantage",
    close: prices.close,
    quotes,
    closes: keptCloses({ ...closes, ...keeping }),
    directory: keptDirectory({ ...companies, isShared, patience, ...keeping }),
    budget: budgetState,
  };
}

function budgetPlan({ ALPHA_VANTAGE_PLAN: plan, ALPHA_VANTAGE_DAY_STARTS: hour, KEPT_FOR_TRADES }: Config): BudgetPlan {
  if (plan !== "free") return paidPlan(Number(plan));
  return { ...FREE_PLAN, keptForTrades: KEPT_FOR_TRADES, dayStartsAt: { ...FREE_PLAN.dayStartsAt, hour } };
}
