export type CommandName = "audit" | "backup" | "copy" | "restore";

/** What each command is for. The command line itself is `bourse` alone: pnpm and Docker each put their own before it. */
export const HELP: Readonly<Record<CommandName | "bourse", string>> = {
  bourse: `Usage: bourse COMMAND

  audit [FILE | URL]        replay every account's ledger, and tell where it drifts
  backup FILE               copy the brokerage into FILE, while the server serves
  restore FILE [--replace]  put a backup in the brokerage's place, while no server runs
  copy --from sqlite:FILE --to postgres://…
                            move a brokerage into a PostgreSQL database

The brokerage is the one in DATA_DIR (./data), or for audit that of DATABASE_URL, where it is
set. bourse COMMAND --help tells more.`,

  audit: `Usage: bourse audit [FILE | URL]

Replays every account's entries in FILE, a backup for instance, or in the database at URL,
postgres://user:password@host:5432/bourse; or else in the brokerage of DATABASE_URL, where that
is set, or of DATA_DIR. Servers may serve it meanwhile, and nothing is changed: numbers without
gaps, each total from the one before, each trade against its cash, cash and cost against what
was put in and gained; and that the file, or the database's schema and rows, are whole. Ends
with 1, and tells the first drift of each account, when it finds any.`,

  backup: `Usage: bourse backup FILE

Copies the brokerage of DATA_DIR into FILE, which must not be there yet, as it is now and
whether or not a server serves it. All that was acknowledged by now is in it. The copy is
audited before it gets its name; when that finds anything, there is no FILE, and it ends
with 1. A brokerage in a database, by DATABASE_URL, is backed up by the database's own tools.`,

  restore: `Usage: bourse restore FILE [--replace]

Audits FILE, which bourse backup has made, and puts a copy of it in the place of the
brokerage of DATA_DIR. No server may run on that. Everybody is signed out. A brokerage in a
database, by DATABASE_URL, is restored by the database's own tools.

  --replace   replace the brokerage that is there; it is kept beside, under another name`,

  copy: `Usage: bourse copy --from sqlite:FILE --to postgres://user:password@host:5432/bourse

Copies the brokerage in FILE, such as data/bourse.sqlite, into an empty database. No server may
run on either: none can start on FILE meanwhile, nor on the database until it is whole. FILE is
audited first and never changed. However it is stopped, the same command goes on where it was.
At the end every row is held against FILE's and the database is audited as FILE was; when that
finds anything, it ends with 1, and servers stay refused.

Everybody is signed out, and mailed password resets are no good any more; all else is as it
was, to the idempotency keys. Prices are not copied but fetched again: nor are the requests
that were made with a free key today, so a server on the database counts its 25 anew, and Alpha
Vantage may refuse some of them until tomorrow.

  --from   the SQLite file, after sqlite:
  --to     the database; DATABASE_URL where it is left out, which keeps the password out of
           the list of processes`,
};
