import { connect, type Socket } from "node:net";

/** What came back over a connection of one's own; `status` is 0 when nothing that can be read did. */
export type WireAnswer = {
  readonly status: number;
  /** By their names in lower case; of several of one name, all, with commas between them. */
  readonly headers: ReadonlyMap<string, string>;
  readonly body: string;
};

/** How long an answer is waited for, in milliseconds: a server that hangs is told from one that is slow. */
const PATIENCE = 30_000;

/** Sends bytes that need be no HTTP at all, and answers all that came until the server closed or the answer was whole. */
export function exchange(port: number, bytes: string | Buffer): Promise<WireAnswer> {
  return allFrom(connect(port, "127.0.0.1"), bytes, isWhole).then((received) => answersIn(received)[0] ?? NOTHING);
}

/** Sends bytes, and answers each of the answers that came until the server closed. */
export async function exchangeAll(port: number, bytes: string | Buffer): Promise<readonly WireAnswer[]> {
  return answersIn(await allFrom(connect(port, "127.0.0.1"), bytes, () => false));
}

const NOTHING: WireAnswer = { status: 0, headers: new Map(), body: "" };

function allFrom(socket: Socket, bytes: string | Buffer, isEnough: (received: string) => boolean): Promise<string> {
  const { promise, resolve } = Promise.withResolvers<string>();
  let received = "";
  const end = (): void => {
    socket.destroy();
    resolve(received);
  };
  socket.setNoDelay(true).setEncoding("latin1").setTimeout(PATIENCE, end);
  socket.on("data", (text: string) => {
    received += text;
    if (isEnough(received)) end();
  });
  // To be reset is to be closed.
  socket.on("error", () => undefined).on("close", end);
  socket.write(bytes, "latin1");
  return promise;
}

function isWhole(received: string): boolean {
  const end = received.indexOf("\r\n\r\n");
  const length = /^content-length: *(\d+)/im.exec(received.slice(0, Math.max(end, 0)))?.[1];
  return length !== undefined && received.length >= end + 4 + Number(length);
}

/** Every answer in what came, in its order; bodies are UTF-8. */
function answersIn(received: string): readonly WireAnswer[] {
  const answers: WireAnswer[] = [];
  for (let rest = received; rest !== "";) {
    const end = rest.indexOf("\r\n\r\n");
    const status = Number(/^HTTP\/1\.1 (\d{3}) /.exec(rest)?.[1] ?? 0);
    if (end === -1 || status === 0) return [...answers, NOTHING];
    const headers = headersIn(rest.slice(0, end));
    const [body, next] = bodyIn(rest.slice(end + 4), status, headers);
    // An interim answer says only that the real one will come.
    if (status >= 200) answers.push({ status, headers, body: Buffer.from(body, "latin1").toString("utf8") });
    rest = next;
  }
  return answers;
}

function headersIn(head: string): ReadonlyMap<string, string> {
  const headers = new Map<string, string>();
  for (const line of head.split("\r\n").slice(1)) {
    const colon = line.indexOf(":");
    const name = line.slice(0, colon).toLowerCase();
    const value = line.slice(colon + 1).trim();
    headers.set(name, headers.has(name) ? `${headers.get(name)}, ${value}` : value);
  }
  return headers;
}

/** The body, and what stands behind it. Without a length it goes on to the end. */
function bodyIn(rest: string, status: number, headers: ReadonlyMap<string, string>): readonly [string, string] {
  if (status < 200 || status === 204 || status === 304) return ["", rest];
  if (headers.get("transfer-encoding") === "chunked") return unchunked(rest);
  const length = Number(headers.get("content-length") ?? rest.length);
  return [rest.slice(0, length), rest.slice(length)];
}

function unchunked(text: string): readonly [string, string] {
  let body = "";
  for (let at = 0; ;) {
    const line = text.indexOf("\r\n", at);
    const size = line === -1 ? 0 : Number.parseInt(text.slice(at, line), 16);
    if (line === -1 || !(size > 0)) return [body, text.slice(line === -1 ? text.length : line + 4)];
    body += text.slice(line + 2, line + 2 + size);
    at = line + 2 + size + 2;
  }
}
