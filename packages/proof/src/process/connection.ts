import { connect } from "node:net";

/** `status` is 0 when the server closed the connection instead. */
export type Answer = { readonly status: number; readonly retryAfter: number | null; readonly body: string };

/** One request after the other over one connection. `fetch` takes as much of a core as the server it is to measure. */
export type Connection = {
  readonly ask: (method: string, path: string, body?: unknown, token?: string) => Promise<Answer>;
  readonly close: () => void;
};

export function connection(port: number): Connection {
  const socket = connect(port, "127.0.0.1");
  socket.setNoDelay(true).setEncoding("utf8");
  let received = "";
  let waiting: PromiseWithResolvers<Answer> | null = null;
  socket.on("data", (text: string) => {
    received += text;
    const answer = answerIn(received);
    if (answer === null) return;
    received = "";
    waiting?.resolve(answer);
  });
  const lost: Answer = { status: 0, retryAfter: null, body: "the connection was closed" };
  for (const end of ["close", "error"]) socket.on(end, () => waiting?.resolve(lost));
  return {
    ask: (method, path, body, token) => {
      waiting = Promise.withResolvers<Answer>();
      socket.write(request(method, path, body === undefined ? "" : JSON.stringify(body), token));
      return waiting.promise;
    },
    close: () => socket.destroy(),
  };
}

function request(method: string, path: string, body: string, token: string | undefined): string {
  const authorization = token === undefined ? "" : `Authorization: Bearer ${token}\r\n`;
  const content = body === "" ? "" : `Content-Type: application/json\r\nContent-Length: ${Buffer.byteLength(body)}\r\n`;
  return `${method} ${path} HTTP/1.1\r\nHost: 127.0.0.1\r\n${authorization}${content}\r\n${body}`;
}

/** A whole answer, or null while some of it is missing. */
function answerIn(received: string): Answer | null {
  const end = received.indexOf("\r\n\r\n");
  if (end === -1) return null;
  const head = received.slice(0, end);
  const body = received.slice(end + 4);
  if (Buffer.byteLength(body) < Number(/^content-length: (\d+)/im.exec(head)?.[1] ?? 0)) return null;
  const retryAfter = /^retry-after: (\d+)/im.exec(head)?.[1];
  return { status: Number(head.slice(9, 12)), retryAfter: retryAfter === undefined ? null : Number(retryAfter), body };
}
