import { ask, open, PASSWORD, type Answer, type Method, type Person } from "./people.ts";
import { problemIn } from "./problems.ts";
import type { TestServer } from "./server.ts";

export const ORDER = { symbol: "AAPL", quantity: 1 };
export const HOST = "bourse.example";

/** Somebody signed in by a cookie. */
export type Browser = {
  readonly person: Person;
  readonly cookie: string;
  /** An order, or any other request, with the cookie. */
  readonly send: (headers?: Record<string, string>, method?: Method, url?: string) => Promise<Answer>;
};

export async function signedInBrowser(bourse: TestServer): Promise<Browser> {
  bourse.market.set("AAPL", "112.00");
  const person = await open(bourse);
  await person.topUp("10000.00");
  const [cookie = ""] = (await login(bourse, person)).split(";");
  return {
    person,
    cookie,
    send: (headers = {}, method = "POST", url = "/buy-stock") =>
      ask(bourse, method, url, {
        ...(method !== "GET" && { body: ORDER }),
        headers: { host: HOST, cookie, ...headers },
      }),
  };
}

/** The cookie as it is set. */
export async function login(bourse: TestServer, person: Person, headers: Record<string, string> = {}): Promise<string> {
  const body = { username: person.username, password: PASSWORD };
  return String((await ask(bourse, "POST", "/login", { body, headers })).headers["set-cookie"]);
}

export const coded = (answer: Answer): unknown[] => [answer.status, problemIn(answer, "refused").code];
