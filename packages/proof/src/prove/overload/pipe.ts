import { connect } from "node:net";
import type { Answer } from "../../process/connection.ts";

/** A connection over which requests are sent one behind the other, without waiting for answers in between. */
export type Pipe = {
  /** How many are not answered yet. */
  readonly depth: () => number;
  /** `status` is 0 when the server closed the connection instead. */
  readonly ask: (request: string) => Promise<Answer>;
  readonly isClosed: () => boolean;
  readonly close: () => void;
};

export function pipe(port: number): Pipe {
  const socket = connect(port, "127.0.0.1");
  const waiting: ((answer: Answer) => void)[] = [];
  let received = "";
  let isClosed = false;
  // What the brokerage answers here is ASCII: its characters are its bytes.
  socket.setNoDelay(true).setEncoding("latin1");
  socket.on("data", (text: string) => {
    received += text;
    for (let end = wholeIn(received); end > 0; end = wholeIn(received)) {
      waiting.shift()?.(answerIn(received.slice(0, end)));
      received = received.slice(end);
    }
  });
  socket
    .on("error", () => undefined)
    .on("close", () => {
      isClosed = true;
      for (const lose of waiting.splice(0)) lose(LOST);
    });
  return {
    depth: () => waiting.length,
    isClosed: () => isClosed,
    ask: (request) => {
      if (isClosed) return Promise.resolve(LOST);
      const { promise, resolve } = Promise.withResolvers<Answer>();
      waiting.push(resolve);
      socket.write(request);
      return promise;
    },
    close: () => socket.destroy(),
  };
}

const LOST: Answer = { status: 0, retryAfter: null, body: "the connection was closed" };

/** Where the first whole answer ends; 0 while there is none. */
function wholeIn(received: string): number {
  const end = received.indexOf("\r\n\r\n");
  if (end === -1) return 0;
  const whole = end + 4 + Number(/\r\ncontent-length: (\d+)/i.exec(received.slice(0, end))?.[1] ?? 0);
  return received.length >= whole ? whole : 0;
}

function answerIn(text: string): Answer {
  const end = text.indexOf("\r\n\r\n");
  const retryAfter = /\r\nretry-after: (\d+)/i.exec(text.slice(0, end))?.[1];
  const status = Number(text.slice(9, 12));
  return { status, retryAfter: retryAfter === undefined ? null : Number(retryAfter), body: text.slice(end + 4) };
}
