export { simulatedMarket, type SimulatedMarketOptions } from "./simulated-market.ts";
