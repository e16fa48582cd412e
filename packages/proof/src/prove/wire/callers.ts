import { signed, type Holder } from "../../load/holders.ts";

/** Who asks, by what it says of itself. */
export type Caller = keyof ReturnType<typeof callersOf>;

/** Those who are who they say; a browser on another site is, as long as it only looks. */
const TRUE: ReadonlySet<Caller> = new Set<Caller>(["owner", "operator", "a browser", "one who is two"]);

/** Whether a caller may be served at all where a session is asked for. */
export function mayBeServed(caller: Caller, method: string): boolean {
  return TRUE.has(caller) || (caller === "a browser on another site" && (method === "GET" || method === "HEAD"));
}

function bearer(token: string): readonly (readonly [string, string])[] {
  return [["Authorization", `Bearer ${token}`]];
}

/** How those who ask present themselves: the headers of each. */
export function callersOf({ owner, operator }: { readonly owner: Holder; readonly operator: Holder }) {
  const [head = "", payload = "", signature = ""] = owner.token.split(".");
  const claims = JSON.parse(Buffer.from(payload, "base64url").toString()) as Record<string, unknown>;
  const none = Buffer.from('{"alg":"none","typ":"JWT"}').toString("base64url");
  return {
    owner: bearer(owner.token),
    operator: bearer(operator.token),
    nobody: [],
    "a forger": bearer(signed(claims, "another secret, as long as the server asks for")),
    "one whose token is changed": bearer(`${head}.${payload.slice(0, -3)}AAA.${signature}`),
    "one whose token is not signed": bearer(`${none}.${payload}.`),
    "one whose token has expired": bearer(signed({ ...claims, exp: 1_600_000_000, iat: 1_500_000_000 })),
    "one from the future": bearer(signed({ ...claims, iat: 4_000_000_000, exp: 4_100_000_000 })),
    "one of no session": bearer(signed({ ...claims, jti: "00000000-0000-4000-8000-000000000000" })),
    "one whose session is no text": bearer(signed({ ...claims, jti: { a: 1 } })),
    "one with another's session": bearer(signed({ ...claims, sub: operator.accountId })),
    "one with half a token": bearer(`${head}.${payload}`),
    "one with text for a token": bearer("\xff\xfe ; --"),
    "one with an empty token": bearer(""),
    "one with a password": [["Authorization", "Basic YWRhOnB3"]],
    "a browser on another site": [
      ["Cookie", `bourse_session=${owner.token}`],
      ["Sec-Fetch-Site", "cross-site"],
    ],
    "a browser": [
      ["Cookie", `bourse_session=${owner.token}`],
      ["Sec-Fetch-Site", "same-origin"],
    ],
    "one who is two": [...bearer(owner.token), ...bearer(operator.token)],
  } satisfies Record<string, readonly (readonly [string, string])[]>;
}
