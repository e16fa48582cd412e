import { SESSION_COOKIE } from "../../src/auth.ts";
import { mainText } from "./html.ts";
import { ask, open, type Answer, type Person } from "./people.ts";
import type { TestServer } from "./server.ts";

type Fields = Readonly<Record<string, string>>;

/** Somebody with a browser, and perhaps signed in; the person is asked by the API what a page has changed. */
export type Visitor = {
  readonly get: (url: string, headers?: Fields) => Promise<Answer>;
  /** Sends a form from a page of this site, unless the headers say otherwise. */
  readonly post: (url: string, fields: Fields, headers?: Fields) => Promise<Answer>;
};

export type Guest = Visitor & { readonly person: Person };

const OWN_PAGE = { "sec-fetch-site": "same-origin" };
const FORM = { "content-type": "application/x-www-form-urlencoded" };

function visitorWith(bourse: TestServer, session?: string): Visitor {
  const send = (headers: Fields, method: "GET" | "POST", url: string, raw?: string): Promise<Answer> => {
    const cookies = [session, headers["cookie"]].filter((cookie) => cookie !== undefined);
    const cookie = cookies.length > 0 ? { cookie: cookies.join("; ") } : {};
    return ask(bourse, method, url, { headers: { ...headers, ...cookie }, ...(raw !== undefined && { raw }) });
  };
  return {
    get: (url, headers = {}) => send(headers, "GET", url),
    post: (url, fields, headers = OWN_PAGE) =>
      send({ ...FORM, ...headers }, "POST", url, new URLSearchParams(fields).toString()),
  };
}

export function stranger(bourse: TestServer): Visitor {
  return visitorWith(bourse);
}

export function visitorOf(bourse: TestServer, person: Person): Guest {
  return { person, ...visitorWith(bourse, `${SESSION_COOKIE}=${person.token}`) };
}

/** A new account, with 10 000 dollars in cash and ten shares of AAPL at 112 besides; MSFT is at 50. */
export async function newGuest(bourse: TestServer): Promise<Guest> {
  bourse.market.set("AAPL", "112.00");
  bourse.market.set("MSFT", "50.00");
  const person = await open(bourse);
  await person.topUp("11120.00");
  await person.trade("BUY", "AAPL", 10);
  return visitorOf(bourse, person);
}

/** What a page says right after an answer led to it: what was done is told by a cookie. */
export async function toldAfter({ get }: Visitor, answer: Answer, page: string): Promise<string> {
  const cookie = [answer.headers["set-cookie"] ?? []]
    .flat()
    .map((set) => set.split(";", 1)[0])
    .find((pair) => pair?.startsWith("bourse_done="));
  return mainText((await get(page, cookie === undefined ? {} : { cookie })).text);
}
