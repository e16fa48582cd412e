import { Client } from "pg";

type Given = Parameters<typeof Client.prototype.query>;

const REFUSALS = ["25P03", "40001", "40P01", "55P03"] as const;
/** PostgreSQL's own names for why a transaction was taken back. */
type Refusal = (typeof REFUSALS)[number];

/**
 * What happens to a statement that is about to be sent: PostgreSQL's own refusal, or the end of its connection. "hung":
 * the process does nothing until the database has ended the transaction; a statement in none is spared.
 */
type Fault = Refusal | "hung" | "lost before" | "lost after";

export type Faults = {
  /** How many statements have been sent, those that end a transaction without effect not counted. */
  readonly sent: () => number;
  /** From now on these happen, by the number of the statement that is sent next, from 1. */
  readonly plan: (faultOf: (number: number) => Fault | null) => void;
  /** How many have happened since they were planned. */
  readonly happened: () => number;
  readonly remove: () => void;
};

/** Stands between node-postgres and the server, which refuses by itself: it is told to, in the statement's place. */
export function faultyClients(): Faults {
  const original: unknown = Reflect.get(Client.prototype, "query");
  const send = original as (this: Client, ...given: Given) => unknown;
  let sent = 0;
  let happened = 0;
  let faultOf: (number: number) => Fault | null = noFault;

  function query(this: Client, ...given: Given): unknown {
    const text = typeof given[0] === "string" ? given[0] : (given[0] as { readonly text?: string }).text;
    // It cannot fail: only its connection can.
    if (text === undefined || /^rollback/i.test(text)) return Reflect.apply(send, this, given);
    sent += 1;
    const fault = faultOf(sent);
    if (fault === null || (fault === "hung" && this.getTransactionStatus() !== "T"))
      return Reflect.apply(send, this, given);
    happened += 1;
    if (fault === "hung") return untilEnded(this).then(() => Reflect.apply(send, this, given));
    if (isRefusal(fault)) return Reflect.apply(send, this, refusing(fault, given));
    // Only by its socket can a client lose its connection as it does when the network goes; its types do not tell of it.
    const { stream } = (this as unknown as { connection: { stream: { destroy(): void; pause(): void } } }).connection;
    if (fault === "lost before") {
      stream.destroy();
      return Reflect.apply(send, this, given);
    }
    // The server does it, and nobody hears of it.
    const answer: unknown = Reflect.apply(send, this, given);
    stream.pause();
    setTimeout(() => stream.destroy(), 30);
    return answer;
  }

  async function untilEnded(client: Client): Promise<void> {
    const ended = new Promise<void>((resolve) => client.once("end", () => resolve()));
    await Reflect.apply(send, client, ["SET LOCAL idle_in_transaction_session_timeout = 1"]);
    await ended;
  }

  Reflect.set(Client.prototype, "query", query);
  return {
    sent: () => sent,
    plan(next) {
      [sent, happened, faultOf] = [0, 0, next];
    },
    happened: () => happened,
    remove() {
      Reflect.set(Client.prototype, "query", send);
    },
  };
}

function isRefusal(fault: Fault): fault is Refusal {
  return REFUSALS.some((each) => each === fault);
}

function noFault(): null {
  return null;
}

/** The call with a statement in its place that only fails; whoever waits for an answer is told. */
function refusing(code: string, given: Given): unknown[] {
  const callback = given.find((each) => typeof each === "function");
  const text = `DO $$ BEGIN RAISE EXCEPTION 'as it was planned' USING ERRCODE = '${code}'; END $$`;
  return callback === undefined ? [text] : [text, callback];
}
