/** What one server bears; times are in milliseconds. */
export type Limits = {
  /** From one address; 0 for any number. */
  readonly requestsPerMinute: number;
  /** How many addresses' requests are counted; the one that has been quiet for longest is forgotten first. */
  readonly addressesCounted: number;
  /** At once, whoever they are from. What is beyond them is closed unheard. */
  readonly connections: number;
  /** Done at once, over however many connections. What is beyond them is refused. */
  readonly requests: number;
  /** Until a request's headers must be there. */
  readonly headersTimeout: number;
  /** Until the whole request must be there. */
  readonly requestTimeout: number;
  /** How often those two are looked after. */
  readonly timeoutsChecked: number;
  /** How long a connection may move no byte either way, which also ends whoever never reads an answer. */
  readonly idleTimeout: number;
  /** How long a server that closes waits for what is under way, a client that has stalled among it. */
  readonly closingTime: number;
  /** How late the event loop may be with what is due. */
  readonly lateness: number;
  /** How often something is due, to see how late it is. */
  readonly turnsChecked: number;
  /** How many times in a row it has to be too late before the server takes no more. */
  readonly lateTurns: number;
};

export const LIMITS: Limits = {
  requestsPerMinute: 6000,
  addressesCounted: 10_000,
  connections: 2000,
  // Half a second's work of orders: whoever comes then is not served sooner by waiting here than by asking again.
  requests: 1000,
  // Node.js leaves a slow body open for five minutes and looks every thirty seconds.
  headersTimeout: 5000,
  requestTimeout: 10_000,
  timeoutsChecked: 1000,
  // Far longer than the longest wait for a password or a price, also on a machine that is busy with something else.
  idleTimeout: 120_000,
  // Less than the ten seconds after which whoever told it to stop would kill it.
  closingTime: 8000,
  // A loop that has done nothing but stall for ten seconds, which is far from what a busy server shows.
  lateness: 2000,
  turnsChecked: 500,
  lateTurns: 5,
};

/** The longest headers, in bytes. */
export const MAX_HEADER_BYTES: number = 16 * 1024;
