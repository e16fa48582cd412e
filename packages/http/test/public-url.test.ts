import { expect, it } from "vitest";
import { readConfig } from "../src/config.ts";
import { publicUrl } from "../src/public-url.ts";

it.each([
  [{}, "http://127.0.0.1:3000"],
  [{ PORT: "8080" }, "http://127.0.0.1:8080"],
  [{ HOST: "0.0.0.0" }, "http://localhost:3000"],
  [{ HOST: "::" }, "http://localhost:3000"],
  [{ HOST: "192.0.2.7" }, "http://192.0.2.7:3000"],
  [{ HOST: "2001:db8::7" }, "http://[2001:db8::7]:3000"],
  [{ HOST: "0.0.0.0", PUBLIC_URL: "https://bourse.example.com" }, "https://bourse.example.com"],
])("links in mails of %j begin with %s", (environment: Record<string, string>, url) => {
  expect(publicUrl(readConfig(environment))).toBe(url);
});
