import { connect, type Socket } from "node:net";

/** What one connection asks for next, as it goes over the wire. */
export type Asking = (connection: number) => string;

export type Loaded = { readonly answered: number; readonly seconds: number };

const END_OF_HEAD = "\r\n\r\n";

/**
 * Keeps every connection busy with one request after the other for a time. Throws when an answer has another status:
 * a refusal costs little, and must not make a server look fast.
 */
export async function load(
  port: number,
  connections: number,
  time: number,
  status: number,
  ask: Asking,
  most = Infinity,
): Promise<Loaded> {
  const began = performance.now();
  let answered = 0;
  const goesOn = (): boolean => performance.now() - began < time && answered < most;
  const clients = Array.from({ length: connections }, (_, index) =>
    busy(
      port,
      status,
      () => {
        answered += 1;
        return goesOn() ? ask(index) : null;
      },
      ask(index),
    ),
  );
  await Promise.all(clients);
  return { answered, seconds: (performance.now() - began) / 1000 };
}

/** One connection: `next` is told of each answer and says what to ask then, or null when it is enough. */
function busy(port: number, status: number, next: () => string | null, first: string): Promise<void> {
  const { promise, resolve, reject } = Promise.withResolvers<void>();
  const socket: Socket = connect(port, "127.0.0.1");
  socket.setNoDelay(true).setEncoding("latin1");
  let received = "";
  socket.on("data", (text: string) => {
    received += text;
    if (!isWhole(received)) return;
    if (Number(received.slice(9, 12)) !== status) {
      socket.destroy();
      return reject(new Error(`not ${status}: ${received}`));
    }
    received = "";
    const request = next();
    if (request === null) {
      socket.destroy();
      return resolve();
    }
    socket.write(request, "latin1");
  });
  socket.on("error", reject);
  socket.on("close", () => reject(new Error("a server closed a connection")));
  socket.write(first, "latin1");
  return promise;
}

function isWhole(received: string): boolean {
  const end = received.indexOf(END_OF_HEAD);
  if (end === -1) return false;
  const length = /\r\ncontent-length: (\d+)/i.exec(received)?.[1];
  return received.length >= end + END_OF_HEAD.length + Number(length ?? 0);
}
