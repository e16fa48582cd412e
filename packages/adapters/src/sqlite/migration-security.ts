/** What keeps accounts safe: failed attempts, password resets, and the e-mails of the blacklisted. */
export const SECURITY_STEP: string = `
  -- Failed attempts, by the fingerprint of what they count under: people type passwords where a username belongs.
  CREATE TABLE failed_attempts (
    fingerprint TEXT    NOT NULL PRIMARY KEY,
    count       INTEGER NOT NULL CHECK (count >= 1),
    last_at     INTEGER NOT NULL
  ) STRICT, WITHOUT ROWID;
  CREATE INDEX failed_attempts_last_at ON failed_attempts (last_at);

  -- The one reset that an account may have, by the fingerprint of its token.
  CREATE TABLE password_resets (
    fingerprint TEXT    NOT NULL PRIMARY KEY,
    account_id  TEXT    NOT NULL UNIQUE REFERENCES accounts (id),
    asked_at    INTEGER NOT NULL,
    expires_at  INTEGER NOT NULL
  ) STRICT, WITHOUT ROWID;

  -- The e-mails under which an account was blacklisted, by fingerprint: they outlast what the account knows of them.
  CREATE TABLE blacklisted_emails (
    fingerprint TEXT NOT NULL PRIMARY KEY,
    account_id  TEXT NOT NULL REFERENCES accounts (id)
  ) STRICT, WITHOUT ROWID;
  CREATE INDEX blacklisted_emails_of_account ON blacklisted_emails (account_id);
  INSERT INTO blacklisted_emails
    SELECT fingerprint(email_key), id FROM accounts WHERE blacklisted = 1 AND closed = 0;
  `;
