import type { Need, Ticker } from "@bourse/core";
import type { Entry } from "./entry.ts";

/** One attempt to learn a ticker's price, which all who want it wait for. */
type Flight = {
  readonly need: Need;
  readonly landing: Promise<Entry>;
  /** As the landing, or null once the patience of the first to wait is at its end. */
  readonly soon: () => Promise<Entry | null>;
};

export type Flights = {
  /** The one under way, or another; null when too many are under way. */
  readonly board: (entry: Entry, need: Need) => Flight | null;
};

export type FlightsOptions = {
  readonly learn: (entry: Entry, need: Need) => Promise<Entry>;
  /** In milliseconds. */
  readonly patience: number;
  readonly wait: (milliseconds: number) => Promise<void>;
};

/** How many prices may be asked for at once. */
const MAX_FLIGHTS = 10_000;

export function singleFlights({ learn, patience, wait }: FlightsOptions): Flights {
  const flights = new Map<Ticker, Flight>();

  function takeOff(entry: Entry, need: Need): Flight {
    const landing = learn(entry, need).finally(() => flights.delete(entry.ticker));
    // A bug is thrown at those who wait; when nobody does any more, it must not end the process.
    landing.catch(() => undefined);
    let soon: Promise<Entry | null> | null = null;
    const flight: Flight = {
      need,
      landing,
      soon: () => (soon ??= Promise.race([landing, wait(patience).then(() => null)])),
    };
    flights.set(entry.ticker, flight);
    return flight;
  }

  return {
    board: (entry, need) => flights.get(entry.ticker) ?? (flights.size < MAX_FLIGHTS ? takeOff(entry, need) : null),
  };
}
