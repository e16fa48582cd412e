/*
 * Loaded before a program, it kills that at the KILL_AT-th of the moments at which what a database has of it changes, just
 * before the call: with SIGKILL, so that nothing of the program tidies up, and nothing is sent.
 */
import pg from "pg";

let left = Number(process.env.KILL_AT);

function killWhenDue() {
  left -= 1;
  if (left === 0) process.kill(process.pid, "SIGKILL");
}

const { query, end } = pg.Client.prototype;
pg.Client.prototype.query = function (...given) {
  const text = typeof given[0] === "string" ? given[0] : given[0].text;
  if (/^(BEGIN|COMMIT|INSERT|DROP TABLE)/.test(text)) killWhenDue();
  return query.apply(this, given);
};
pg.Client.prototype.end = function (...given) {
  killWhenDue();
  return end.apply(this, given);
};
