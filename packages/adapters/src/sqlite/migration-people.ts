/**
 * Puts what tells who people are into a table whose rows never move (docs/adr/0013). Taken with foreign keys off: the
 * ledger refers to the accounts, which are written anew.
 */
export const PEOPLE_STEP: string = `
  -- A row is written once, at the end, and later only overwritten by as many bytes. So there is one copy of it in the
  -- file, in a place of its own; rows that grow, or go, make SQLite move others, and leave what they were behind.
  CREATE TABLE people (
    number        INTEGER NOT NULL PRIMARY KEY,
    username      TEXT    NOT NULL,
    email         TEXT    NOT NULL,
    name          TEXT,
    date_of_birth TEXT,
    password_hash TEXT    NOT NULL
  ) STRICT;
  CREATE TRIGGER people_never_go BEFORE DELETE ON people
    BEGIN SELECT RAISE(ABORT, 'a person is overwritten, never deleted'); END;
  CREATE TRIGGER people_never_grow BEFORE UPDATE ON people
    WHEN octet_length(OLD.username) <> octet_length(NEW.username)
      OR octet_length(OLD.email) <> octet_length(NEW.email)
      OR octet_length(OLD.name) IS NOT octet_length(NEW.name)
      OR octet_length(OLD.date_of_birth) IS NOT octet_length(NEW.date_of_birth)
      OR octet_length(OLD.password_hash) <> octet_length(NEW.password_hash)
      OR OLD.number <> NEW.number
    BEGIN SELECT RAISE(ABORT, 'a person is overwritten by as many bytes'); END;

  -- An account that is closed has nobody. Its names are kept as fingerprints, which suffices to look them up.
  CREATE TABLE accounts_anew (
    id                   TEXT    NOT NULL PRIMARY KEY,
    person               INTEGER UNIQUE REFERENCES people (number),
    username_fingerprint TEXT    UNIQUE,
    email_fingerprint    TEXT    UNIQUE,
    blacklisted          INTEGER NOT NULL CHECK (blacklisted IN (0, 1)),
    opened_at            INTEGER NOT NULL,
    CHECK ((person IS NULL) = (username_fingerprint IS NULL)),
    CHECK ((person IS NULL) = (email_fingerprint IS NULL))
  ) STRICT;
  INSERT INTO people
    SELECT rowid, username, email, name, date_of_birth, password_hash FROM accounts WHERE closed = 0 ORDER BY rowid;
  INSERT INTO accounts_anew
    SELECT id, iif(closed = 0, rowid, NULL), fingerprint(username_key), fingerprint(email_key), blacklisted, opened_at
      FROM accounts ORDER BY rowid;
  DROP TABLE accounts;
  ALTER TABLE accounts_anew RENAME TO accounts;
  CREATE TRIGGER accounts_never_go BEFORE DELETE ON accounts
    BEGIN SELECT RAISE(ABORT, 'an account is closed, never deleted'); END;
  `;
