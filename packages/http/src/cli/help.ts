export type CommandName = "audit" | "backup" | "restore";

/** What each command is for. The command line itself is `bourse` alone: pnpm and Docker each put their own before it. */
export const HELP: Readonly<Record<CommandName | "bourse", string>> = {
  bourse: `Usage: bourse COMMAND

  audit [FILE]              replay every account's ledger, and tell where it drifts
  backup FILE               copy the brokerage into FILE, while the server serves
  restore FILE [--replace]  put a backup in the brokerage's place, while no server runs

The brokerage is the one in DATA_DIR (./data). bourse COMMAND --help tells more.`,

  audit: `Usage: bourse audit [FILE]

Replays every account's entries in FILE, a backup for instance, or else in the brokerage of
DATA_DIR, whether or not a server serves it, and changes nothing: numbers without gaps, each
total from the one before, each trade against its cash, cash and cost against what was put in
and gained; and that the file itself is whole. Ends with 1, and tells the first drift of each
account, when it finds any.`,

  backup: `Usage: bourse backup FILE

Copies the brokerage of DATA_DIR into FILE, which must not be there yet, as it is now and
whether or not a server serves it. All that was acknowledged by now is in it. The copy is
audited before it gets its name; when that finds anything, there is no FILE, and it ends
with 1.`,

  restore: `Usage: bourse restore FILE [--replace]

Audits FILE, which bourse backup has made, and puts a copy of it in the place of the
brokerage of DATA_DIR. No server may run on that. Everybody is signed out.

  --replace   replace the brokerage that is there; it is kept beside, under another name`,
};
