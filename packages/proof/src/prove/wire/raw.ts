import { connect } from "node:net";
import { exchange, exchangeAll, type WireAnswer } from "../../process/exchange.ts";
import { innardsIn } from "./laws.ts";
import { bytesOf } from "./send.ts";
import type { World } from "./world.ts";

const SLOW_CLIENTS = 200;
/** How often a slow client sends a byte, and how long the server may keep it, in milliseconds: twice its own time and more. */
const [BYTE_EVERY, MOST_TIME] = [500, 30_000];
const PIPELINED = 60;
const BROKEN = 150;
const KIB = 1024;
const HEAD = "POST /v1/sessions HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\n";

/** What is well below every limit in bytes, and never ends. */
const SLOW: readonly (readonly [first: string, byte: string])[] = [
  ["", ""],
  ["GET /", "x"],
  [`${HEAD}X: `, "x"],
  [`${HEAD}Content-Length: 5000\r\n\r\n`, " "],
  [`${HEAD}Transfer-Encoding: chunked\r\n\r\n`, "1\r\n \r\n"],
  [`${HEAD}Content-Length: 5000\r\n\r\n{`, ""],
];

/** What is hardly HTTP, or too much of it, and the status it deserves. */
const HARDLY: readonly (readonly [what: string, bytes: string, status: number])[] = [
  ["no HTTP", "hello\r\n\r\n", 400],
  ["TLS", "\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03\r\n\r\n", 400],
  ["no Host", "GET /healthcheck HTTP/1.1\r\nConnection: close\r\n\r\n", 400],
  ["two lengths", `${HEAD}Content-Length: 2\r\nContent-Length: 3\r\n\r\n{}`, 400],
  ["a length and chunks", `${HEAD}Content-Length: 2\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n`, 400],
  ["a length below zero", `${HEAD}Content-Length: -1\r\n\r\n`, 400],
  ["a chunk of no size", `${HEAD}Transfer-Encoding: chunked\r\n\r\nzz\r\n\r\n`, 400],
  ["a head of 17 KiB", `GET / HTTP/1.1\r\nHost: x\r\nX: ${"x".repeat(17 * KIB)}\r\n\r\n`, 431],
  ["a body of 50 MB", `${HEAD}Content-Length: 50000000\r\n\r\n${" ".repeat(100 * KIB)}`, 413],
  ["a chunk of 65 KiB", `${HEAD}Transfer-Encoding: chunked\r\n\r\n10400\r\n${" ".repeat(65 * KIB)}\r\n0\r\n\r\n`, 413],
];

/** Clients that hang on the server while others are served; `end` tells which of them were not dealt with. */
export function slowClients(port: number): { readonly count: number; readonly end: () => Promise<readonly string[]> } {
  const began = performance.now();
  const clients = Array.from({ length: SLOW_CLIENTS }, (_, index) =>
    slowClient(port, SLOW[index % SLOW.length] ?? ["", ""]),
  );
  const end = async (): Promise<readonly string[]> => {
    const left = Math.max(0, began + MOST_TIME - performance.now());
    const late = setTimeout(() => clients.forEach(({ close }) => close()), left);
    const answers = await Promise.all(clients.map(({ answered }) => answered));
    clearTimeout(late);
    const faults = answers.flatMap((answer, index) => {
      const [first = ""] = SLOW[index % SLOW.length] ?? [];
      return answer.startsWith("HTTP/1.1 408 ")
        ? []
        : [`a client that sends ${JSON.stringify(first)} and goes on slowly got ${answer.slice(0, 100) || "nothing"}`];
    });
    return [...new Set(faults)];
  };
  return { count: SLOW_CLIENTS, end };
}

function slowClient(port: number, [first, byte]: readonly [string, string]) {
  const socket = connect(port, "127.0.0.1");
  const { promise, resolve } = Promise.withResolvers<string>();
  let received = "";
  socket.setEncoding("latin1").on("data", (text: string) => (received += text));
  const timer = setInterval(() => socket.writable && socket.write(byte), BYTE_EVERY);
  socket
    .on("error", () => undefined)
    .on("close", () => {
      clearInterval(timer);
      resolve(received);
    });
  socket.write(first);
  return { answered: promise, close: () => socket.destroy() };
}

/** Requests that are hardly HTTP, and good ones of which some bytes are others, or gone. */
export async function rawFaults(
  { port, spares }: World,
  random: () => number,
): Promise<{ readonly sent: number; readonly faults: readonly string[] }> {
  const hardly = HARDLY.map(async ([what, bytes, status]) => {
    const answer = await exchange(port, bytes);
    if (answer.status !== status) return `${what} was answered ${answer.status}, not ${status}`;
    return told(rawFault(answer), what);
  });
  const token = spares.at(-1)?.token ?? "";
  const broken = Array.from({ length: BROKEN }, async () => {
    const bytes = spoilt(goodBytes(token, random), random);
    return told(rawFault(await exchange(port, bytes)), JSON.stringify(bytes));
  });
  const faults = await Promise.all([...hardly, ...broken, pipelineFault(port, token)]);
  return { sent: HARDLY.length + BROKEN + PIPELINED, faults: faults.filter((fault) => fault !== null) };
}

const told = (fault: string | null, what: string): string | null =>
  fault === null ? null : `${fault}; asked: ${what}`;

function rawFault(answer: WireAnswer): string | null {
  const { status, headers, body } = answer;
  const isProblem = (headers.get("content-type") ?? "").startsWith("application/problem+json");
  if (status >= 400 && !isProblem) return `a ${status} is no problem: ${body.slice(0, 200)}`;
  return innardsIn(answer);
}

function goodBytes(token: string, random: () => number): string {
  const credentials = [["Authorization", `Bearer ${token}`]] as const;
  const body = '{"status":"TOP-UP","amount":"1.00"}';
  const headers = [["Content-Type", "application/json"]] as const;
  const path = "/v1/accounts/me/cash-transactions";
  return random() < 0.5
    ? bytesOf(
        { method: "GET", target: "/v1/accounts/me/portfolio?at=2026-11-20", headers: [], body: null },
        credentials,
      )
    : bytesOf({ method: "POST", target: path, headers, body }, credentials);
}

function spoilt(bytes: string, random: () => number): string {
  const at = (): number => Math.floor(random() * bytes.length);
  const kind = random();
  if (kind < 0.2) return bytes.slice(0, at());
  const changes = 1 + Math.floor(random() * 3);
  for (let change = 0; change < changes; change += 1) {
    const [place, other] = [at(), String.fromCharCode(Math.floor(random() * 256))];
    bytes = bytes.slice(0, place) + (kind < 0.7 ? other : "") + bytes.slice(place + 1);
  }
  return bytes;
}

/** Many requests at once over one connection: each is answered, in its turn. */
async function pipelineFault(port: number, token: string): Promise<string | null> {
  const tickers = Array.from({ length: PIPELINED }, (_, index) => ["AAPL", "MSFT", "IBM"][index % 3] ?? "");
  const requests = tickers.map((ticker, index) => {
    const end = index === PIPELINED - 1 ? "Connection: close\r\n" : "";
    return `GET /v1/stocks/${ticker} HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer ${token}\r\n${end}\r\n`;
  });
  const answers = await exchangeAll(port, requests.join(""));
  const got = answers.map(({ status, body }) => `${status} ${/"ticker":"(\w+)"/.exec(body)?.[1]}`);
  const wanted = tickers.map((ticker) => `200 ${ticker}`);
  return got.join() === wanted.join() ? null : `${PIPELINED} pipelined requests were answered ${got.join()}`;
}
