import * as fc from "fast-check";

type Headers = readonly (readonly [name: string, value: string])[];

const nested = (depth: number): string => "[".repeat(depth) + "]".repeat(depth);

/** What is no JSON, or JSON that means two things, or none; as the characters that its bytes are in latin-1. */
export const ODD_JSON: fc.Arbitrary<string> = fc.constantFrom(
  "",
  " ",
  "{",
  "{}",
  "[]",
  "null",
  "0",
  '"text"',
  "{'status':'TOP-UP'}",
  '{"amount":"1.00","amount":"2.00","status":"TOP-UP"}',
  '{"__proto__":{"x":1}}',
  '{"constructor":{"prototype":{}}}',
  '{"name":"\\ud800"}',
  '{"quantity":1e400}',
  '{"quantity":01}',
  '{"quantity":NaN}',
  '{"a":1,}',
  '\xef\xbb\xbf{"a":1}',
  '{"name":"\xff\xfe"}',
  "\0",
  nested(17),
  nested(30_000),
  `{"a":${'{"a":'.repeat(3000)}1${"}".repeat(3001)}`,
  " ".repeat(65 * 1024),
  `{"name":"${"x".repeat(66 * 1024)}"}`,
);

export const ODD_TYPES: fc.Arbitrary<Headers> = fc.constantFrom<Headers>(
  [],
  [["Content-Type", ""]],
  [["Content-Type", "text/plain"]],
  [["Content-Type", "application/xml"]],
  [["Content-Type", "application/x-www-form-urlencoded"]],
  [["Content-Type", "multipart/form-data; boundary=x"]],
  [["Content-Type", "application/json; charset=utf-16"]],
  [["Content-Type", "application/json; charset=\xff"]],
  [["Content-Type", "APPLICATION/JSON"]],
  [["Content-Type", "application/json;;;"]],
  [["Content-Type", "application/problem+json"]],
  [["Content-Type", ";"]],
  [["Content-Type", "a".repeat(5000)]],
  [
    ["Content-Type", "application/json"],
    ["Content-Type", "text/plain"],
  ],
  [
    ["Content-Type", "application/json"],
    ["Content-Encoding", "gzip"],
  ],
);

export const ODD_HEADERS: fc.Arbitrary<Headers> = fc.constantFrom<Headers>(
  [["Accept", "image/png"]],
  [["Accept", "\xff;q=nonsense"]],
  [["Accept-Encoding", "gzip, br;q=0, *;q=nonsense"]],
  [["Accept-Version", "9"]],
  [["Cookie", "bourse_session=%zz; =; a=b=c; \xff"]],
  [["Cookie", `bourse_session=${"x".repeat(8000)}`]],
  [["Expect", "100-continue"]],
  [["Forwarded", "for=unknown;host=;proto=ftp"]],
  [["Host", "a.example"]],
  [["Host", "\xff"]],
  [["If-None-Match", "*"]],
  [["If-Modified-Since", "yesterday"]],
  [["Origin", "null"]],
  [["Origin", "https://evil.example"]],
  [["Prefer", "respond-async"]],
  [["Range", "bytes=0-0, -1"]],
  [["Sec-Fetch-Site", "cross-site"]],
  [["TE", "trailers, deflate;q=0.5"]],
  [["X-Forwarded-For", "'; --, 999.999.999.999"]],
  [["X-HTTP-Method-Override", "DELETE"]],
  [["X-Request-Id", "x".repeat(9000)]],
  [["__proto__", "x"]],
  [["constructor", "x"]],
  Array.from({ length: 200 }, (_, index): readonly [string, string] => [`X-${index}`, "x"]),
);

export const ODD_KEYS: fc.Arbitrary<Headers> = fc.constantFrom<Headers>(
  [["Idempotency-Key", ""]],
  [["Idempotency-Key", "the same key again and again"]],
  [["Idempotency-Key", "the-same-key-again-and-again"]],
  [["Idempotency-Key", "x".repeat(255)]],
  [["Idempotency-Key", "x".repeat(256)]],
  [["Idempotency-Key", "\xfcml\xe4ut"]],
  [["Idempotency-Key", "\t"]],
  [["Idempotency-Key", "__proto__"]],
  [
    ["Idempotency-Key", "one"],
    ["Idempotency-Key", "two"],
  ],
);

export const ODD_METHODS: fc.Arbitrary<string> = fc.constantFrom(
  "GET",
  "HEAD",
  "POST",
  "PUT",
  "PATCH",
  "DELETE",
  "OPTIONS",
  "TRACE",
  "PROPFIND",
  "QUERY",
  "MKCOL",
);

/** Puts something odd into a path or its query. */
export const ODD_TARGETS: fc.Arbitrary<(target: string) => string> = fc.constantFrom(
  (target: string) => `${target}/`,
  (target: string) => `/${target}`,
  (target: string) => target.replace("/", "/%2e%2e/"),
  (target: string) => `/x/..${target}`,
  (target: string) => target.toUpperCase(),
  (target: string) => `${target}%`,
  (target: string) => `${target}%zz`,
  (target: string) => `${target}%00`,
  (target: string) => `${target}%ff%fe`,
  (target: string) => `${target};a=b`,
  (target: string) => `${target}\xff`,
  (target: string) => `${target}#part`,
  (target: string) => `http://a.example${target}`,
  (target: string) => target.replace(/^\/(.)/, (_, letter: string) => `/%${letter.charCodeAt(0).toString(16)}`),
  (target: string) => `${target}${"/x".repeat(500)}`,
  (target: string) => target.replace(/[^/]*$/, "y".repeat(9000)),
  (target: string) => target.replaceAll("/", "\\"),
);

export const ODD_QUERIES: fc.Arbitrary<string> = fc.constantFrom(
  "",
  "&&&",
  "=",
  "limit=1&limit=2",
  "limit[]=1",
  "limit[a]=1",
  "limit=1e2",
  "cursor=%00",
  "cursor=MTI%3D",
  "at=2026-11-20&at=2026-11-19",
  "from=2026-11-20&to=2026-11-01",
  "from=0001-01-01&to=9999-12-31",
  "__proto__=1",
  "constructor=1",
  "nobody=asked",
  "email=%",
  "search=%zz",
  "symbol=%ff",
  `search=${"x".repeat(8000)}`,
  Array.from({ length: 1500 }, () => "a=1").join("&"),
);
