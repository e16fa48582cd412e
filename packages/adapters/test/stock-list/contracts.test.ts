import { listedStocks } from "@bourse/adapters/stock-list";
import { tickerOf, verifyContract } from "@bourse/testkit";
import { stockDirectoryContract } from "@bourse/testkit/contracts";
import { describe, it } from "vitest";

const tickers = { known: tickerOf("AAPL"), alsoKnown: tickerOf("BRK.B"), unknown: tickerOf("NOPE") };

verifyContract(stockDirectoryContract, async () => ({ port: listedStocks(), ...tickers }), { describe, it });
