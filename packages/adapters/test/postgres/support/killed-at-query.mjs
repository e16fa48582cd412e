/*
 * Loaded before a program, it kills that at the KILL_AT-th of the moments at which what a database has of it changes, just
 * before the call: with SIGKILL, so that nothing of the program tidies up, and nothing is sent.
 */
import { Client } from "pg";

let left = Number(process.env.KILL_AT);

/** `changes` says of a call's first argument whether it can change a database. */
function counted(name, changes = () => true) {
  const original = Client.prototype[name];
  Client.prototype[name] = function (...given) {
    if (changes(given[0])) {
      left -= 1;
      if (left === 0) process.kill(process.pid, "SIGKILL");
    }
    return original.apply(this, given);
  };
}

counted("query", (query) => /^(BEGIN|COMMIT|INSERT|DROP TABLE)/.test(typeof query === "string" ? query : query.text));
counted("end");
