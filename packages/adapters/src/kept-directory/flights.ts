/**
 * One attempt for all who want the same. Answers what it comes to, or null once the patience of the first to wait is at
 * its end: nobody waits anew for what is late already. A late attempt goes on.
 */
export type Flights<Key, Answer> = (key: Key, takeOff: () => Promise<Answer>) => Promise<Answer | null>;

export type FlightsOptions = {
  /** In milliseconds. */
  readonly patience: number;
  readonly wait: (milliseconds: number) => Promise<void>;
};

/** How many attempts may be under way; whoever wants another is told null at once. */
const MAX_FLIGHTS = 1000;

export function sharedFlights<Key, Answer>({ patience, wait }: FlightsOptions): Flights<Key, Answer> {
  const underWay = new Map<Key, Promise<Answer | null>>();
  return (key, takeOff) => {
    const before = underWay.get(key);
    if (before) return before;
    if (underWay.size >= MAX_FLIGHTS) return Promise.resolve(null);
    const landing = takeOff().finally(() => underWay.delete(key));
    // A bug is thrown at those who wait; when nobody does any more, it must not end the process.
    landing.catch(() => undefined);
    const soon = Promise.race([landing, wait(patience).then(() => null)]);
    underWay.set(key, soon);
    return soon;
  };
}
