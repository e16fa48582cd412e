/** What one server bears; times are in milliseconds. */
export type Limits = {
  /** From one address; 0 for any number. */
  readonly requestsPerMinute: number;
  /** How many addresses' requests are counted; the one that has been quiet for longest is forgotten first. */
  readonly addressesCounted: number;
  /** At once, whoever they are from. What is beyond them is closed unheard. */
  readonly connections: number;
  /** Until a request's headers must be there. */
  readonly headersTimeout: number;
  /** Until the whole request must be there. */
  readonly requestTimeout: number;
  /** How often those two are looked after. */
  readonly timeoutsChecked: number;
  /** How long a connection may move no byte either way, which also ends whoever never reads an answer. */
  readonly idleTimeout: number;
  /** How late the event loop may be, as the mean of a sample. */
  readonly lateness: number;
  /** How long such a sample is. */
  readonly latenessSample: number;
};

export const LIMITS: Limits = {
  requestsPerMinute: 6000,
  addressesCounted: 10_000,
  connections: 2000,
  // Node.js leaves a slow body open for five minutes and looks every thirty seconds.
  headersTimeout: 5000,
  requestTimeout: 10_000,
  timeoutsChecked: 1000,
  // Far longer than the longest wait for a password or a price.
  idleTimeout: 60_000,
  // Far from what a busy server shows: a loop that does nothing but stall. A single stall between quiet turns is none.
  lateness: 2000,
  latenessSample: 5000,
};

/** The longest headers, in bytes. */
export const MAX_HEADER_BYTES: number = 16 * 1024;
