import { randomFrom } from "@bourse/testkit";
import * as fc from "fast-check";
import type { Holder } from "../../load/holders.ts";
import type { WireAnswer } from "../../process/exchange.ts";
import type { Task } from "../part.ts";
import { innardsIn } from "./laws.ts";
import { ODD_HEADERS, ODD_QUERIES, ODD_TARGETS, ODD_TYPES } from "./oddities.ts";
import { send, toldOf, type Sent } from "./send.ts";
import { oddText } from "./values.ts";
import type { World } from "./world.ts";

/** A page, or a form on one, with the names of its fields. */
type Place = { readonly method: "GET" | "POST"; readonly path: string; readonly fields: readonly string[] };

export type PagesFound = { readonly sent: number; readonly places: number; readonly faults: readonly string[] };

const FORM = [["Content-Type", "application/x-www-form-urlencoded"]] as const;
const ACCEPT = [["Accept", "text/html"]] as const;

/** Asks every page that links lead to, and sends every form on them, with odd things in them. */
export async function fuzzPages(task: Task, world: World, count: number): Promise<PagesFound> {
  const { port, owner, spares } = world;
  const found = [...(await placesOf(port, null)), ...(await placesOf(port, owner))];
  const places = [...new Map(found.map((place) => [`${place.method} ${place.path}`, place])).values()];
  const random = randomFrom(task.seed);
  const rows = Math.ceil(count / places.length);
  const wishes = places.map((place, index) => fc.sample(anySent(place), { seed: task.seed + index, numRuns: rows }));
  const faults: string[] = [];
  for (let sent = 0; sent < count; sent += 1) {
    const wish = wishes[sent % places.length]?.[Math.floor(sent / places.length)];
    const who = random();
    // Some forms end the session, or the account; the owner, who holds something, only looks.
    const signedIn = wish?.method === "GET" && who < 0.5 ? owner : spares[sent % spares.length];
    const visitor = who < 0.8 ? signedIn : undefined;
    if (wish === undefined) continue;
    const fault = pageFault(await send(port, wish, browserOf(visitor)));
    if (fault !== null)
      faults.push(`a page ${fault}\n    asked ${toldOf(wish)}\n    again: pnpm prove wire --seed ${task.seed}`);
  }
  return { sent: count, places: places.length, faults };
}

function pageFault(answer: WireAnswer): string | null {
  const { status, headers } = answer;
  const innards = innardsIn(answer);
  if (innards !== null) return innards;
  return status === 503 && !headers.has("retry-after") ? "was answered 503 without Retry-After" : null;
}

function browserOf(holder: Holder | undefined | null): Sent["headers"] {
  const site = [["Sec-Fetch-Site", "same-origin"]] as const;
  return holder ? [...site, ["Cookie", `bourse_session=${holder.token}`]] : site;
}

/** What links and forms lead to from the first page, and from there, for somebody or for nobody who is signed in. */
async function placesOf(port: number, holder: Holder | null): Promise<readonly Place[]> {
  const open = ["/", "/signin"];
  const seen = new Set(open);
  const places = new Map<string, Place>();
  for (let path = open.shift(); path !== undefined; path = open.shift()) {
    const wish = { method: "GET", target: path, headers: [...ACCEPT], body: null };
    const { status, body } = await send(port, wish, browserOf(holder));
    if (status !== 200) continue;
    places.set(`GET ${path}`, { method: "GET", path, fields: fieldsIn(body) });
    for (const [, tag = "", inside = ""] of body.matchAll(/<form([^>]*)>([^]*?)<\/form>/g)) {
      if (!/method="?post/i.test(tag)) continue;
      const action = /action="([^"]+)"/.exec(tag)?.[1] ?? path;
      places.set(`POST ${action}`, { method: "POST", path: action, fields: fieldsIn(inside) });
    }
    for (const [, href = ""] of body.matchAll(/href="(\/[^"?#]*)/g)) {
      if (seen.has(href) || /^\/(docs|assets)\b/.test(href)) continue;
      seen.add(href);
      open.push(href);
    }
  }
  return [...places.values()];
}

function fieldsIn(markup: string): readonly string[] {
  return [
    ...new Set(
      [...markup.matchAll(/<(?:button|input|select|textarea)\b[^>]* name="(\w+)"/g)].map(([, name = ""]) => name),
    ),
  ];
}

function anySent({ method, path, fields }: Place): fc.Arbitrary<Sent> {
  const filled = fc
    // A password is looked at for half a second of a core: most are left out.
    .record(
      Object.fromEntries(fields.map((name) => [name, /password/.test(name) ? fc.constant("") : fieldText(name)])),
      {
        requiredKeys: [],
      },
    )
    .map((values) => new URLSearchParams(values as Record<string, string>).toString());
  const plain = filled.map((text): Sent =>
    method === "GET"
      ? { method, target: text === "" ? path : `${path}?${text}`, headers: [...ACCEPT], body: null }
      : { method, target: path, headers: [...ACCEPT, ...FORM], body: text },
  );
  return fc.oneof(
    { weight: 4, arbitrary: plain },
    {
      weight: 1,
      arbitrary: fc.tuple(plain, ODD_QUERIES).map(([sent, query]) => ({ ...sent, target: `${path}?${query}` })),
    },
    { weight: 1, arbitrary: fc.tuple(plain, ODD_TARGETS).map(([sent, to]) => ({ ...sent, target: to(path) })) },
    {
      weight: 1,
      arbitrary: fc.tuple(plain, ODD_HEADERS).map(([sent, more]) => ({ ...sent, headers: [...sent.headers, ...more] })),
    },
    {
      weight: 1,
      arbitrary: fc.tuple(plain, ODD_TYPES).map(([sent, headers]) => ({ ...sent, headers: [...ACCEPT, ...headers] })),
    },
  );
}

function fieldText(name: string): fc.Arbitrary<string> {
  const good: Record<string, string> = { symbol: "AAPL", shares: "1", amount: "1.00", status: "TOP-UP" };
  return fc.oneof(
    oddText().map((text) => text.toWellFormed()),
    fc.constantFrom("x".repeat(101), "\u{1F4A5}".repeat(900), "", " "),
    fc.constant(good[name] ?? "2026-11-20"),
  );
}
