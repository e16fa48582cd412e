export const BUDGET_LOCK = "budget";

/**
 * The tables of one price source, a step at a time, in a schema of their own: one source's prices must never pass for
 * another's. Statements that may be taken again, as the brokerage's are; a step that has been released never changes.
 */
export function priceMigrations(schema: string): readonly (readonly string[])[] {
  return [
    [
      `CREATE TABLE IF NOT EXISTS ${schema}.quotes (
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
      `CREATE INDEX IF NOT EXISTS quotes_never_known ON ${schema}.quotes (unknown_since) WHERE price IS NULL`,
      `CREATE TABLE IF NOT EXISTS ${schema}.price_requests (
        at        BIGINT NOT NULL,
        day       TEXT   COLLATE "C" NOT NULL,
        need      TEXT   NOT NULL CHECK (need IN ('look', 'trade', 'valuation')),
        under_way BIGINT NOT NULL CHECK (under_way IN (0, 1))
      )`,
      `CREATE INDEX IF NOT EXISTS price_requests_at ON ${schema}.price_requests (at)`,
      `CREATE INDEX IF NOT EXISTS price_requests_day ON ${schema}.price_requests (day, need)`,
      `CREATE INDEX IF NOT EXISTS price_requests_under_way ON ${schema}.price_requests (under_way, at)`,
      `CREATE TABLE IF NOT EXISTS ${schema}.price_refusals (
        id      BIGINT NOT NULL PRIMARY KEY CHECK (id = 1),
        reached TEXT   NOT NULL CHECK (reached IN ('day', 'minute', 'second')),
        since   BIGINT NOT NULL,
        day     TEXT   NOT NULL,
        wait    BIGINT NOT NULL CHECK (wait > 0)
      )`,
      `CREATE TABLE IF NOT EXISTS ${schema}.daily_closes (
        ticker TEXT   COLLATE "C" NOT NULL,
        day    TEXT   COLLATE "C" NOT NULL,
        price  BIGINT NOT NULL CHECK (price > 0),
        PRIMARY KEY (ticker, day)
      )`,
      `CREATE TABLE IF NOT EXISTS ${schema}.daily_closes_asked (
        ticker TEXT   COLLATE "C" NOT NULL PRIMARY KEY,
        at     BIGINT NOT NULL,
        known  BIGINT NOT NULL CHECK (known IN (0, 1))
      )`,
      `CREATE TABLE IF NOT EXISTS ${schema}.profiles (
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
      `CREATE INDEX IF NOT EXISTS profiles_never_found ON ${schema}.profiles (asked_at) WHERE name IS NULL`,
      `CREATE TABLE IF NOT EXISTS ${schema}.locks (name TEXT COLLATE "C" NOT NULL PRIMARY KEY)`,
      `INSERT INTO ${schema}.locks VALUES ('${BUDGET_LOCK}') ON CONFLICT DO NOTHING`,
      `CREATE OR REPLACE FUNCTION ${schema}.bourse_never() RETURNS trigger LANGUAGE plpgsql AS $$
        BEGIN RAISE EXCEPTION 'a row of % never changes', TG_TABLE_NAME; END $$`,
      `DROP TRIGGER IF EXISTS daily_closes_never ON ${schema}.daily_closes`,
      `CREATE TRIGGER daily_closes_never BEFORE UPDATE ON ${schema}.daily_closes
        FOR EACH ROW EXECUTE FUNCTION ${schema}.bourse_never()`,
    ],
  ];
}
