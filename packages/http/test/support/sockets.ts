import { connect, type Socket } from "node:net";

/** A connection that a test writes to as it likes, and what has come back. */
export type RawSocket = {
  readonly socket: Socket;
  readonly received: () => string;
  /** Everything that came, once the other side has closed it, however it did. */
  readonly closed: Promise<string>;
};

export async function rawSocket(url: string, first = ""): Promise<RawSocket> {
  const socket = connect(Number(new URL(url).port), "127.0.0.1");
  let received = "";
  socket.setEncoding("latin1").on("data", (text: string) => (received += text));
  // To be reset is to be closed.
  socket.on("error", () => undefined);
  const closed = new Promise<string>((resolve) => socket.once("close", () => resolve(received)));
  await new Promise((resolve) => socket.once("connect", resolve).once("close", resolve));
  socket.write(first);
  return { socket, received: () => received, closed };
}

/** Writes a byte now and again, until the other side has closed the connection. */
export async function trickle({ socket, closed }: RawSocket, byte: string, every: number): Promise<string> {
  const timer = setInterval(() => socket.writable && socket.write(byte), every);
  const received = await closed;
  clearInterval(timer);
  return received;
}
