/*
 * Loaded before a program, it kills that with SIGKILL just before the KILL_AT-th statement that it would send to a
 * database, and says at its end how many it has sent.
 */
import { writeSync } from "node:fs";
import { Client } from "pg";

const killAt = Number(process.env.KILL_AT);
const original = Reflect.get(Client.prototype, "query");
let sent = 0;

Client.prototype.query = function (...given) {
  sent += 1;
  if (sent === killAt) process.kill(process.pid, "SIGKILL");
  return original.apply(this, given);
};
process.on("exit", () => writeSync(1, String(sent)));
