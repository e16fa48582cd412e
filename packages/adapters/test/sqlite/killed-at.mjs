/*
 * Loaded before a program, it kills that at the KILL_AT-th of its calls that change files, by Node.js or by SQLite, just
 * before the call: with SIGKILL, so that nothing of the program tidies up.
 */
import fs from "node:fs";
import { syncBuiltinESMExports } from "node:module";
import Database from "better-sqlite3";

let left = Number(process.env.KILL_AT);

/** `changes` says of a call's first argument whether it can change a file. */
function counted(owner, name, changes = () => true) {
  const original = owner[name];
  owner[name] = function (...given) {
    if (changes.call(this, given[0])) {
      left -= 1;
      if (left === 0) process.kill(process.pid, "SIGKILL");
    }
    return original.apply(this, given);
  };
}

for (const name of ["copyFileSync", "linkSync", "renameSync"]) counted(fs, name);
counted(fs, "rmSync", (path) => fs.existsSync(path));
counted(Database.prototype, "backup");
counted(Database.prototype, "exec", (sql) => sql.startsWith("DELETE"));
counted(Database.prototype, "pragma", (source) => source.startsWith("journal_mode"));
syncBuiltinESMExports();
