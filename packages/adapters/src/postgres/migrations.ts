/** How many rows stand for the keys of failed attempts: who tries under one key waits for the others of its row alone. */
export const ATTEMPT_LOCKS = 64;

export function attemptLock(number: number): string {
  return `attempts-${number}`;
}

const LOCKS = Array.from({ length: ATTEMPT_LOCKS }, (_, number) => attemptLock(number));

/**
 * The brokerage's schema, a step at a time, of statements that may be taken again: an engine may not take back a table when it takes
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
  ],
];
