import { expect, it } from "vitest";
import { testServer } from "../support/server.ts";
import { pageRoutes } from "./support/page-routes.ts";

it("the pages that browsers are sent to are all that the server has, and nothing else of it", async () => {
  const bourse = await testServer({ adapters: "fakes" });
  const routes = pageRoutes(bourse);
  await bourse.close();
  const known = ["/", "/buy", "/cash", "/forgot", "/history", "/profile", "/quote", "/register", "/reset/:token"];
  expect(routes).toEqual(expect.arrayContaining([...known, "/sell", "/signin", "/signout"]));
  expect(routes.filter((route) => /^\/(v1|docs|assets|users|stock|healthcheck|metrics)/.test(route))).toStrictEqual([]);
});
