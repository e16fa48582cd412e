import { describe } from "vitest";
import { keptCloses } from "./closes.ts";
import { openPricesOfPostgres } from "./postgres.ts";
import { keptProfiles } from "./profiles.ts";
import { keptQuotes } from "./quotes.ts";
import { countedRequests } from "./requests.ts";
import { openSqlitePrices } from "./sqlite.ts";

describe.each([
  { where: "SQLite", open: openSqlitePrices },
  { where: "PostgreSQL", open: openPricesOfPostgres },
])("in $where", ({ open }) => {
  describe("kept quotes", () => {
    keptQuotes(open);
  });
  describe("counted requests", () => {
    countedRequests(open);
  });
  describe("kept closes", () => {
    keptCloses(open);
  });
  describe("kept details of companies", () => {
    keptProfiles(open);
  });
});
