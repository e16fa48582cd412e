/*
 * Loaded before a program, it kills that at the KILL_AT-th of its calls that change files, by Node.js or by SQLite, just
 * before the call: with SIGKILL, so that nothing of the program tidies up.
 */
import fs from "node:fs";
import { syncBuiltinESMExports } from "node:module";
import Database from "better-sqlite3";

let left = Number(process.env.KILL_AT);

function counted(owner, name) {
  const original = owner[name];
  owner[name] = function (...given) {
    left -= 1;
    if (left === 0) process.kill(process.pid, "SIGKILL");
    return original.apply(this, given);
  };
}

for (const name of ["copyFileSync", "fsyncSync", "linkSync", "openSync", "renameSync", "rmSync"]) counted(fs, name);
for (const name of ["backup", "close", "exec", "pragma"]) counted(Database.prototype, name);
syncBuiltinESMExports();
