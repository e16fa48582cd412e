import { simulatedMarket } from "@bourse/adapters/simulated-market";
import { manualCalendar, manualClock, tickerOf, verifyContract } from "@bourse/testkit";
import { quoteSourceContract } from "@bourse/testkit/contracts";
import { describe, it } from "vitest";

const tickers = { known: tickerOf("AAPL"), alsoKnown: tickerOf("BRK.B"), unknown: tickerOf("NOPE") };
const make = async () => ({ port: simulatedMarket({ clock: manualClock(), calendar: manualCalendar() }), ...tickers });

verifyContract(quoteSourceContract, make, { describe, it });
