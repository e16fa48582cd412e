import type { StoreUnavailable } from "@bourse/core";
import { errAsync } from "neverthrow";
import { expect, it } from "vitest";
import { mainText } from "../support/html.ts";
import { testServer } from "../support/server.ts";
import { newGuest } from "../support/visitor.ts";

it("no page says that nothing was done where nobody knows, though its form cannot be shown again", async () => {
  let isBroken = false;
  const unknown: StoreUnavailable = { kind: "StoreUnavailable", cause: new Error("told to fail in the commit") };
  const bourse = await testServer({
    app: (real) => ({
      topUp: (command) => (isBroken ? real.topUp(command).andThen(() => errAsync(unknown)) : real.topUp(command)),
      viewBalance: (query) => (isBroken ? errAsync({ ...unknown, reason: "busy" }) : real.viewBalance(query)),
    }),
  });
  const guest = await newGuest(bourse);
  isBroken = true;
  const { status, text } = await guest.post("/cash", { status: "TOP-UP", amount: "1000", key: "k1" });
  isBroken = false;
  expect(status).toBe(503);
  expect(mainText(text)).toContain("Nobody knows whether this was done.");
  expect(mainText(text)).not.toContain("nothing was done");
  await bourse.close();
});
