import { expect, vi } from "vitest";
import type { Steps } from "./steps.ts";

const NAMES = { username: "ada", email: "ada@example.com" };
const PASSWORDS = ["correct horse battery", "an even better battery", "a battery to remember"] as const;

/** What differs from server to server: its prices, and where its mail goes. */
export type Around = {
  /** Between two trades. */
  readonly moveMarket: () => void;
  /** The link in the mail that was sent last; throws until there is one. */
  readonly mailedLink: () => string;
};

type Json = Readonly<Record<string, unknown>>;

/** Everything that somebody does with an account, from opening it to closing it. */
export async function expectJourney(steps: Steps, { moveMarket, mailedLink }: Around): Promise<void> {
  const { page, goTo, follow, send, told } = steps;
  const [first, second, third] = PASSWORDS;
  await page.goto("/");
  await goTo("Register");
  await send("/register", {
    ...NAMES,
    password: first,
    confirmation: first,
    date_of_birth: "1990-05-17",
  });
  await told(/your account is open/i);
  await send("/signin", { username: NAMES.username, password: first });
  await told(/welcome/i);

  await goTo("Cash");
  await send("/cash", { status: "TOP-UP", amount: "10000.00" });
  await told("$10,000.00");
  await goTo("Quote");
  await send("/quote", { symbol: "aapl" });
  expect(await steps.text()).toContain("AAPL");
  await send("/buy", { shares: "10" });
  await told(/^Bought 10 shares of AAPL/);
  moveMarket();
  await goTo("Buy");
  await send("/buy", { symbol: "AAPL", shares: "5" });
  await told(/^Bought 5 shares of AAPL/);
  moveMarket();
  await goTo("Sell");
  await send("/sell", { symbol: "AAPL", shares: "4" });
  await told(/^Sold 4 shares of AAPL/);
  await pagesAgreeWithApi(steps);

  await goTo("Profile");
  await send("/profile", { username: "ada-lovelace", name: "Ada Lovelace" });
  await told(/details are changed/);
  await send("/profile/password", { current_password: first, password: second, confirmation: second });
  await told(/password is changed/);
  await goTo("Sign out");
  await send("/signout");
  await told(/signed out/);

  await follow("Forgot your password?");
  await send("/forgot", { email: NAMES.email });
  await told(/mail with a link/);
  await page.goto(await vi.waitFor(mailedLink, PATIENT));
  await send(new URL(page.url()).pathname, { password: third, confirmation: third });
  await told(/password is changed/);
  await send("/signin", { username: "ada-lovelace", password: second });
  expect(await page.getByRole("alert").innerText()).toContain("did not work");
  await send("/signin", { username: "ada-lovelace", password: third });
  await goTo("Profile");
  await send("/profile/close", { confirm: true });
  await told(/closed/);
  await send("/signin", { username: "ada-lovelace", password: third });
  expect(await page.getByRole("alert").innerText()).toContain("did not work");
}

/** `$9,888.00`, as pages write what the API writes "9888.00". */
function dollars(amount: unknown): string {
  const [whole = "", cents = ""] = String(amount).replace("-", "").split(".");
  return `$${whole.replaceAll(/\B(?=(\d{3})+$)/g, ",")}.${cents}`;
}

/** To the cent, and with nothing left out: asked for with the page's own session. */
async function pagesAgreeWithApi(steps: Steps): Promise<void> {
  const { page, goTo, text } = steps;
  const ask = async (path: string): Promise<Json> =>
    (await (await page.request.get(`/v1/accounts/me/${path}`)).json()) as Json;
  const trades = (await ask("trades"))["items"] as readonly Json[];
  const moves = (await ask("cash-transactions"))["items"] as readonly Json[];
  expect([trades.length, moves.length]).toStrictEqual([3, 4]);

  await goTo("Cash");
  expect(await text()).toContain(dollars((await ask("balance"))["cash"]));

  await goTo("History");
  const history = await text();
  for (const { price } of trades) expect(history).toContain(dollars(price));
  for (const { amount } of moves) expect(history).toContain(dollars(amount));

  await expect.poll(async () => await portfolioAgrees(steps, ask), PATIENT).toStrictEqual([]);
}

const PATIENT = { timeout: 60_000 };

/** What the API says of the portfolio that the page does not; what they say of different prices is no difference. */
async function portfolioAgrees({ goTo, text }: Steps, ask: (path: string) => Promise<Json>): Promise<string[]> {
  const amounts = async (): Promise<string[]> => {
    const { totalValue, cash, unrealisedGain, realisedGain, holdings } = await ask("portfolio");
    const held = (holdings as readonly Json[]).flatMap(({ price, marketValue }) => [price, marketValue]);
    return [totalValue, cash, unrealisedGain, realisedGain, ...held].map(dollars);
  };
  const before = await amounts();
  await goTo("Portfolio");
  const shown = await text();
  if (String(await amounts()) !== String(before)) return ["the market moved"];
  return before.filter((amount) => !shown.includes(amount));
}
