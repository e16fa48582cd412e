import { Writable } from "node:stream";
import { expect, it } from "vitest";
import { createLogger } from "../src/logger.ts";
import { logMailFailure } from "../src/mail-log.ts";
import type { Json } from "./support/document.ts";

const TO = "ada@example.com";

function logged(cause: Error): Json {
  let written = "";
  const destination = new Writable({
    write(chunk: Buffer, _encoding, done) {
      written += chunk.toString();
      done();
    },
  });
  logMailFailure(createLogger("info", destination))({ to: TO, cause });
  const { time: _, ...line } = JSON.parse(written) as Json;
  return line;
}

it("what a mail server says is told by its codes alone, since it may quote anything", () => {
  const cause = Object.assign(new Error(`550 no ${TO}, Lovelace`), { code: "EENVELOPE", responseCode: 550 });
  expect(logged(cause)).toStrictEqual({ level: "error", code: "EENVELOPE", status: 550, msg: "mail failed" });
});

it("what went wrong here is told, without the address", () => {
  const cause = Object.assign(new Error(`connect ECONNREFUSED, for ${TO.toUpperCase()} and ${TO}`), {
    code: "ESOCKET",
  });
  const reason = "connect ECONNREFUSED, for … and …";
  expect(logged(cause)).toStrictEqual({ level: "error", code: "ESOCKET", reason, msg: "mail failed" });
});
