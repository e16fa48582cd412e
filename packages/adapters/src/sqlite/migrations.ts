import type { Database } from "better-sqlite3";
import { fingerprintOf } from "../kysely/fingerprint.ts";
import { PEOPLE_STEP } from "./migration-people.ts";
import { SECURITY_STEP } from "./migration-security.ts";

/**
 * The schema, a step at a time; step N makes `user_version` N. A step that has been released never changes.
 *
 * A step may call `fingerprint(text)`, which the connection that takes the steps knows, and finds foreign keys off.
 * Money is in 1/10 000 dollar, times in milliseconds since 1970, days as YYYY-MM-DD.
 */
export const MIGRATIONS: readonly string[] = [
  `
  CREATE TABLE accounts (
    id            TEXT NOT NULL PRIMARY KEY,
    username      TEXT,
    username_key  TEXT UNIQUE,
    email         TEXT,
    email_key     TEXT UNIQUE,
    name          TEXT,
    date_of_birth TEXT,
    password_hash TEXT,
    blacklisted   INTEGER NOT NULL CHECK (blacklisted IN (0, 1)),
    opened_at     INTEGER NOT NULL,
    closed        INTEGER NOT NULL CHECK (closed IN (0, 1)),
    CHECK (closed = 1 OR (username IS NOT NULL AND username_key IS NOT NULL AND email IS NOT NULL
                          AND email_key IS NOT NULL AND password_hash IS NOT NULL)),
    CHECK (closed = 0 OR (username IS NULL AND username_key IS NULL AND email IS NULL AND email_key IS NULL
                          AND name IS NULL AND date_of_birth IS NULL AND password_hash IS NULL))
  ) STRICT;

  CREATE TABLE sessions (
    id         TEXT    NOT NULL PRIMARY KEY,
    account_id TEXT    NOT NULL REFERENCES accounts (id),
    started_at INTEGER NOT NULL,
    expires_at INTEGER NOT NULL
  ) STRICT;
  CREATE INDEX sessions_of_account ON sessions (account_id, started_at);

  -- Clustered by account, so that a portfolio and a page of history are each read from neighbouring pages.
  CREATE TABLE cash_transactions (
    account_id          TEXT    NOT NULL REFERENCES accounts (id),
    seq                 INTEGER NOT NULL CHECK (seq >= 1),
    amount              INTEGER NOT NULL,
    status              TEXT    NOT NULL CHECK (status IN ('TOP-UP', 'WITHDRAWAL', 'BUYING-SHARES', 'SELLING-SHARES')),
    balance_after       INTEGER NOT NULL CHECK (balance_after >= 0),
    realised_gain_after INTEGER NOT NULL,
    creation_date       INTEGER NOT NULL,
    idempotency_key     TEXT,
    command             TEXT,
    PRIMARY KEY (account_id, seq),
    CHECK ((amount > 0) = (status IN ('TOP-UP', 'SELLING-SHARES')) AND amount <> 0),
    CHECK ((idempotency_key IS NULL) = (command IS NULL))
  ) STRICT, WITHOUT ROWID;
  CREATE UNIQUE INDEX cash_transactions_key ON cash_transactions (account_id, idempotency_key)
    WHERE idempotency_key IS NOT NULL;

  CREATE TABLE stock_transactions (
    account_id       TEXT    NOT NULL,
    seq              INTEGER NOT NULL,
    ticker           TEXT    NOT NULL,
    transaction_type TEXT    NOT NULL CHECK (transaction_type IN ('BUY', 'SELL')),
    quantity         INTEGER NOT NULL CHECK (quantity BETWEEN 1 AND 1000000),
    price            INTEGER NOT NULL CHECK (price > 0),
    trading_day      TEXT    NOT NULL,
    fetched_at       INTEGER NOT NULL,
    source           TEXT    NOT NULL,
    realised_gain    INTEGER,
    quantity_after   INTEGER NOT NULL CHECK (quantity_after >= 0),
    cost_after       INTEGER NOT NULL CHECK (cost_after >= 0),
    PRIMARY KEY (account_id, seq),
    FOREIGN KEY (account_id, seq) REFERENCES cash_transactions (account_id, seq),
    CHECK ((realised_gain IS NULL) = (transaction_type = 'BUY')),
    CHECK (quantity_after > 0 OR cost_after = 0)
  ) STRICT, WITHOUT ROWID;
  CREATE INDEX stock_transactions_ticker ON stock_transactions (account_id, ticker, seq);

  CREATE TRIGGER cash_transactions_never_change BEFORE UPDATE ON cash_transactions
    BEGIN SELECT RAISE(ABORT, 'an entry never changes'); END;
  CREATE TRIGGER cash_transactions_never_go BEFORE DELETE ON cash_transactions
    BEGIN SELECT RAISE(ABORT, 'an entry never goes'); END;
  CREATE TRIGGER stock_transactions_never_change BEFORE UPDATE ON stock_transactions
    BEGIN SELECT RAISE(ABORT, 'an entry never changes'); END;
  CREATE TRIGGER stock_transactions_never_go BEFORE DELETE ON stock_transactions
    BEGIN SELECT RAISE(ABORT, 'an entry never goes'); END;
  CREATE TRIGGER accounts_never_go BEFORE DELETE ON accounts
    BEGIN SELECT RAISE(ABORT, 'an account is closed, never deleted'); END;
  `,
  `
  -- What an account held at a past instant is found from its last entry until then.
  CREATE INDEX cash_transactions_date ON cash_transactions (account_id, creation_date, seq);
  `,
  `
  -- The last that was learnt of a ticker: its quote, or only that the market does not know it.
  CREATE TABLE quotes (
    ticker         TEXT NOT NULL PRIMARY KEY,
    price          INTEGER CHECK (price > 0),
    previous_close INTEGER,
    trading_day    TEXT,
    fetched_at     INTEGER,
    source         TEXT,
    unknown_since  INTEGER,
    CHECK ((price IS NULL) = (trading_day IS NULL)),
    CHECK ((price IS NULL) = (fetched_at IS NULL)),
    CHECK ((price IS NULL) = (source IS NULL)),
    CHECK (price IS NOT NULL OR (previous_close IS NULL AND unknown_since IS NOT NULL))
  ) STRICT, WITHOUT ROWID;
  CREATE INDEX quotes_never_known ON quotes (unknown_since) WHERE price IS NULL;

  -- Each request for prices, from before it is made. The day is the one it counts for by the plan.
  CREATE TABLE price_requests (
    at   INTEGER NOT NULL,
    day  TEXT    NOT NULL,
    need TEXT    NOT NULL CHECK (need IN ('look', 'trade', 'valuation'))
  ) STRICT;
  CREATE INDEX price_requests_at ON price_requests (at);
  CREATE INDEX price_requests_day ON price_requests (day, need);

  -- The refusal that requests for prices wait out: one row, or none.
  CREATE TABLE price_refusals (
    id      INTEGER NOT NULL PRIMARY KEY CHECK (id = 1),
    reached TEXT    NOT NULL CHECK (reached IN ('day', 'minute', 'second')),
    since   INTEGER NOT NULL,
    day     TEXT    NOT NULL
  ) STRICT;

  CREATE TABLE daily_closes (
    ticker TEXT    NOT NULL,
    day    TEXT    NOT NULL,
    price  INTEGER NOT NULL CHECK (price > 0),
    PRIMARY KEY (ticker, day)
  ) STRICT, WITHOUT ROWID;
  CREATE TRIGGER daily_closes_never_change BEFORE UPDATE ON daily_closes
    BEGIN SELECT RAISE(ABORT, 'a close never changes'); END;

  -- When a ticker's closes were last asked for, and whether the source knew it.
  CREATE TABLE daily_closes_asked (
    ticker TEXT    NOT NULL PRIMARY KEY,
    at     INTEGER NOT NULL,
    known  INTEGER NOT NULL CHECK (known IN (0, 1))
  ) STRICT, WITHOUT ROWID;
  `,
  `
  -- Whether a request's end is waited for; its time is then moved to its end.
  ALTER TABLE price_requests ADD COLUMN under_way INTEGER NOT NULL DEFAULT 0 CHECK (under_way IN (0, 1));
  CREATE INDEX price_requests_under_way ON price_requests (under_way, at);

  -- How long the refusal is waited out, in milliseconds: until now that depended on the limit alone.
  ALTER TABLE price_refusals ADD COLUMN wait INTEGER NOT NULL DEFAULT 3600000 CHECK (wait > 0);
  UPDATE price_refusals SET wait = CASE reached WHEN 'second' THEN 2000 WHEN 'minute' THEN 60000 ELSE wait END;
  `,
  `
  -- The last that was learnt of a company: its details, or only that the source had none.
  CREATE TABLE profiles (
    ticker                TEXT    NOT NULL PRIMARY KEY,
    asked_at              INTEGER NOT NULL,
    found                 INTEGER NOT NULL CHECK (found IN (0, 1)),
    name                  TEXT    CHECK (name <> ''),
    exchange              TEXT,
    sector                TEXT,
    industry              TEXT,
    description           TEXT,
    market_capitalization INTEGER CHECK (market_capitalization > 0),
    dividend_per_share    INTEGER CHECK (dividend_per_share >= 0),
    fifty_two_week_high   INTEGER CHECK (fifty_two_week_high > 0),
    fifty_two_week_low    INTEGER CHECK (fifty_two_week_low > 0),
    as_of                 TEXT,
    CHECK (name IS NOT NULL OR (found = 0 AND exchange IS NULL AND sector IS NULL AND industry IS NULL
                                AND description IS NULL AND market_capitalization IS NULL
                                AND dividend_per_share IS NULL AND fifty_two_week_high IS NULL
                                AND fifty_two_week_low IS NULL AND as_of IS NULL))
  ) STRICT, WITHOUT ROWID;
  CREATE INDEX profiles_never_found ON profiles (asked_at) WHERE name IS NULL;
  `,
  SECURITY_STEP,
  PEOPLE_STEP,
];

/** Takes the steps that lead from one `user_version` to another. */
export function takeSteps(db: Database, from: number, to: number): void {
  db.function("fingerprint", { deterministic: true, directOnly: true }, (text) =>
    text === null ? null : fingerprintOf(String(text)),
  );
  for (const step of MIGRATIONS.slice(from, to)) db.exec(step);
}
