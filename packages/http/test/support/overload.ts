import { ask } from "./people.ts";
import { testServer, type TestServer } from "./server.ts";

/** A server for which any turn of the event loop is late. */
export async function overloaded(): Promise<TestServer> {
  const limits = { lateness: -Infinity, turnsChecked: 10, lateTurns: 5 };
  const bourse = await testServer({ adapters: "fakes", limits });
  while ((await ask(bourse, "GET", "/nowhere")).status !== 503) {
    await new Promise((resolve) => setTimeout(resolve, 5));
  }
  return bourse;
}
