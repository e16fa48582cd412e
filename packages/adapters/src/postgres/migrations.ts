/** How many rows stand for the keys of failed attempts: who tries under one key waits for the others of its row alone. */
export const ATTEMPT_LOCKS = 64;
export const BUDGET_LOCK = "budget";

export function attemptLock(number: number): string {
  return `attempts-${number}`;
}

const LOCKS = [BUDGET_LOCK, ...Array.from({ length: ATTEMPT_LOCKS }, (_, number) => attemptLock(number))];

/**
 * The schema, a step at a time, of statements that may be taken again: an engine may not take back a table when it takes
 * back a transaction. A step that has been released never changes.
 *
 * Money is in 1/10 000 dollar, times in milliseconds since 1970, days as YYYY-MM-DD, texts compared byte for byte.
 */
export const MIGRATIONS: readonly (readonly string[])[] = [
  [
    `CREATE TABLE IF NOT EXISTS accounts (
      id                   TEXT   COLLATE "C" NOT NULL PRIMARY KEY,
      username             TEXT,
      email                TEXT,
      name                 TEXT,
      date_of_birth        TEXT,
      password_hash        TEXT,
      username_fingerprint TEXT   COLLATE "C" CONSTRAINT accounts_username UNIQUE,
      email_fingerprint    TEXT   COLLATE "C" CONSTRAINT accounts_email UNIQUE,
      blacklisted          BIGINT NOT NULL CHECK (blacklisted IN (0, 1)),
      opened_at            BIGINT NOT NULL,
      CHECK ((username IS NULL) = (username_fingerprint IS NULL)),
      CHECK ((username IS NULL) = (email IS NULL)),
      CHECK ((username IS NULL) = (email_fingerprint IS NULL)),
      CHECK ((username IS NULL) = (password_hash IS NULL)),
      CHECK (username IS NOT NULL OR (name IS NULL AND date_of_birth IS NULL))
    )`,
    `CREATE TABLE IF NOT EXISTS sessions (
      id         TEXT   COLLATE "C" NOT NULL PRIMARY KEY,
      account_id TEXT   COLLATE "C" NOT NULL REFERENCES accounts (id),
      started_at BIGINT NOT NULL,
      expires_at BIGINT NOT NULL
    )`,
    `CREATE INDEX IF NOT EXISTS sessions_of_account ON sessions (account_id, started_at)`,
    `CREATE TABLE IF NOT EXISTS cash_transactions (
      account_id          TEXT   COLLATE "C" NOT NULL REFERENCES accounts (id),
      seq                 BIGINT NOT NULL CHECK (seq >= 1),
      amount              BIGINT NOT NULL,
      status              TEXT   NOT NULL CHECK (status IN ('TOP-UP', 'WITHDRAWAL', 'BUYING-SHARES', 'SELLING-SHARES')),
      balance_after       BIGINT NOT NULL CHECK (balance_after >= 0),
      realised_gain_after BIGINT NOT NULL,
      creation_date       BIGINT NOT NULL,
      idempotency_key     TEXT   COLLATE "C",
      command             TEXT,
      PRIMARY KEY (account_id, seq),
      CHECK ((amount > 0) = (status IN ('TOP-UP', 'SELLING-SHARES')) AND amount <> 0),
      CHECK ((idempotency_key IS NULL) = (command IS NULL))
    )`,
    `CREATE UNIQUE INDEX IF NOT EXISTS cash_transactions_key ON cash_transactions (account_id, idempotency_key)
      WHERE idempotency_key IS NOT NULL`,
    `CREATE INDEX IF NOT EXISTS cash_transactions_date ON cash_transactions (account_id, creation_date, seq)`,
    `CREATE TABLE IF NOT EXISTS stock_transactions (
      account_id       TEXT   COLLATE "C" NOT NULL,
      seq              BIGINT NOT NULL,
      ticker           TEXT   COLLATE "C" NOT NULL,
      transaction_type TEXT   NOT NULL CHECK (transaction_type IN ('BUY', 'SELL')),
      quantity         BIGINT NOT NULL CHECK (quantity BETWEEN 1 AND 1000000),
      price            BIGINT NOT NULL CHECK (price > 0),
      trading_day      TEXT   NOT NULL,
      fetched_at       BIGINT NOT NULL,
      source           TEXT   NOT NULL,
      realised_gain    BIGINT,
      quantity_after   BIGINT NOT NULL CHECK (quantity_after >= 0),
      cost_after       BIGINT NOT NULL CHECK (cost_after >= 0),
      PRIMARY KEY (account_id, seq),
      FOREIGN KEY (account_id, seq) REFERENCES cash_transactions (account_id, seq),
      CHECK ((realised_gain IS NULL) = (transaction_type = 'BUY')),
      CHECK (quantity_after > 0 OR cost_after = 0)
    )`,
    `CREATE INDEX IF NOT EXISTS stock_transactions_ticker ON stock_transactions (account_id, ticker, seq)`,
    `CREATE TABLE IF NOT EXISTS failed_attempts (
      fingerprint TEXT   COLLATE "C" NOT NULL PRIMARY KEY,
      count       BIGINT NOT NULL CHECK (count >= 1),
      last_at     BIGINT NOT NULL
    )`,
    `CREATE INDEX IF NOT EXISTS failed_attempts_last_at ON failed_attempts (last_at)`,
    `CREATE TABLE IF NOT EXISTS password_resets (
      fingerprint TEXT   COLLATE "C" NOT NULL PRIMARY KEY,
      account_id  TEXT   COLLATE "C" NOT NULL UNIQUE REFERENCES accounts (id),
      asked_at    BIGINT NOT NULL,
      expires_at  BIGINT NOT NULL
    )`,
    `CREATE TABLE IF NOT EXISTS blacklisted_emails (
      fingerprint TEXT COLLATE "C" NOT NULL PRIMARY KEY,
      account_id  TEXT COLLATE "C" NOT NULL REFERENCES accounts (id)
    )`,
    `CREATE INDEX IF NOT EXISTS blacklisted_emails_of_account ON blacklisted_emails (account_id)`,
    `CREATE TABLE IF NOT EXISTS quotes (
      ticker         TEXT   COLLATE "C" NOT NULL PRIMARY KEY,
      price          BIGINT CHECK (price > 0),
      previous_close BIGINT,
      trading_day    TEXT,
      fetched_at     BIGINT,
      source         TEXT,
      unknown_since  BIGINT,
      CHECK ((price IS NULL) = (trading_day IS NULL)),
      CHECK ((price IS NULL) = (fetched_at IS NULL)),
      CHECK ((price IS NULL) = (source IS NULL)),
      CHECK (price IS NOT NULL OR (previous_close IS NULL AND unknown_since IS NOT NULL))
    )`,
    `CREATE INDEX IF NOT EXISTS quotes_never_known ON quotes (unknown_since) WHERE price IS NULL`,
    `CREATE TABLE IF NOT EXISTS price_requests (
      at        BIGINT NOT NULL,
      day       TEXT   COLLATE "C" NOT NULL,
      need      TEXT   NOT NULL CHECK (need IN ('look', 'trade', 'valuation')),
      under_way BIGINT NOT NULL CHECK (under_way IN (0, 1))
    )`,
    `CREATE INDEX IF NOT EXISTS price_requests_at ON price_requests (at)`,
    `CREATE INDEX IF NOT EXISTS price_requests_day ON price_requests (day, need)`,
    `CREATE INDEX IF NOT EXISTS price_requests_under_way ON price_requests (under_way, at)`,
    `CREATE TABLE IF NOT EXISTS price_refusals (
      id      BIGINT NOT NULL PRIMARY KEY CHECK (id = 1),
      reached TEXT   NOT NULL CHECK (reached IN ('day', 'minute', 'second')),
      since   BIGINT NOT NULL,
      day     TEXT   NOT NULL,
      wait    BIGINT NOT NULL CHECK (wait > 0)
    )`,
    `CREATE TABLE IF NOT EXISTS daily_closes (
      ticker TEXT   COLLATE "C" NOT NULL,
      day    TEXT   COLLATE "C" NOT NULL,
      price  BIGINT NOT NULL CHECK (price > 0),
      PRIMARY KEY (ticker, day)
    )`,
    `CREATE TABLE IF NOT EXISTS daily_closes_asked (
      ticker TEXT   COLLATE "C" NOT NULL PRIMARY KEY,
      at     BIGINT NOT NULL,
      known  BIGINT NOT NULL CHECK (known IN (0, 1))
    )`,
    `CREATE TABLE IF NOT EXISTS profiles (
      ticker                TEXT   COLLATE "C" NOT NULL PRIMARY KEY,
      asked_at              BIGINT NOT NULL,
      found                 BIGINT NOT NULL CHECK (found IN (0, 1)),
      name                  TEXT   CHECK (name <> ''),
      exchange              TEXT,
      sector                TEXT,
      industry              TEXT,
      description           TEXT,
      market_capitalization BIGINT CHECK (market_capitalization > 0),
      dividend_per_share    BIGINT CHECK (dividend_per_share >= 0),
      fifty_two_week_high   BIGINT CHECK (fifty_two_week_high > 0),
      fifty_two_week_low    BIGINT CHECK (fifty_two_week_low > 0),
      as_of                 TEXT,
      CHECK (name IS NOT NULL OR (found = 0 AND exchange IS NULL AND sector IS NULL AND industry IS NULL
                                  AND description IS NULL AND market_capitalization IS NULL
                                  AND dividend_per_share IS NULL AND fifty_two_week_high IS NULL
                                  AND fifty_two_week_low IS NULL AND as_of IS NULL))
    )`,
    `CREATE INDEX IF NOT EXISTS profiles_never_found ON profiles (asked_at) WHERE name IS NULL`,
    `CREATE TABLE IF NOT EXISTS locks (name TEXT COLLATE "C" NOT NULL PRIMARY KEY)`,
    `INSERT INTO locks VALUES ${LOCKS.map((name) => `('${name}')`).join(", ")} ON CONFLICT DO NOTHING`,
    `CREATE OR REPLACE FUNCTION bourse_never() RETURNS trigger LANGUAGE plpgsql AS $$
      BEGIN RAISE EXCEPTION 'a row of % never changes and never goes', TG_TABLE_NAME; END $$`,
    ...["cash_transactions", "stock_transactions"].flatMap((table) => [
      `DROP TRIGGER IF EXISTS ${table}_never ON ${table}`,
      `CREATE TRIGGER ${table}_never BEFORE UPDATE OR DELETE ON ${table}
        FOR EACH ROW EXECUTE FUNCTION bourse_never()`,
    ]),
    `DROP TRIGGER IF EXISTS accounts_never ON accounts`,
    `CREATE TRIGGER accounts_never BEFORE DELETE ON accounts FOR EACH ROW EXECUTE FUNCTION bourse_never()`,
    `DROP TRIGGER IF EXISTS daily_closes_never ON daily_closes`,
    `CREATE TRIGGER daily_closes_never BEFORE UPDATE ON daily_closes FOR EACH ROW EXECUTE FUNCTION bourse_never()`,
  ],
];
