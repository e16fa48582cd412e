import type { Ticker } from "@bourse/core";
import ky from "ky";
import { err, ok, type Result } from "neverthrow";
import { limitReached, unreachable, unusable, type Failure } from "./failure.ts";

/** One outbound request, for the log. It has no URL, since the URL has the key. */
export type AlphaVantageRequest = {
  readonly function: string;
  /** What it was about; null for a search, and for many at once. */
  readonly ticker: Ticker | null;
  /** The HTTP status; null when no answer came. */
  readonly status: number | null;
  readonly milliseconds: number;
};

export type RequestOptions = {
  readonly apiKey: string;
  /** A query of its own is kept. */
  readonly url: string;
  /** For the whole answer, in milliseconds. */
  readonly timeout: number;
  readonly onRequest?: ((request: AlphaVantageRequest) => void) | undefined;
};

export type Question = {
  readonly function: "GLOBAL_QUOTE" | "OVERVIEW" | "REALTIME_BULK_QUOTES" | "SYMBOL_SEARCH" | "TIME_SERIES_DAILY";
  readonly parameters: Readonly<Record<string, string>>;
  /** What it is about; null for a search, and for many at once. */
  readonly ticker: Ticker | null;
};

/** A quote is half a kilobyte, a company's overview or a search's matches some three. */
const MAX_BYTES = 65_536;
/** Of a hundred rows, pretty-printed, each may take seven hundred bytes. */
const MAX_BYTES_OF_ROWS = 262_144;
const ROWS = new Set(["REALTIME_BULK_QUOTES", "TIME_SERIES_DAILY"]);
/** In seconds, for a fault that is not the caller's and that passes. */
const FAULT_RETRY = 30;
const MINUTE = 60;
const TOO_MANY = 429;
const HOUR = 3600;

const TOO_SLOW = unreachable("the price source did not answer in time", FAULT_RETRY);
const UNREACHABLE = unreachable("the price source cannot be reached", FAULT_RETRY);

/**
 * Asks once and answers the body's text. Each try spends quota, so there is no retry. Whatever is thrown on the way is
 * dropped, never passed on or kept as a cause: ky's errors hold the URL, and so the key.
 */
export async function request(
  { apiKey, url, timeout, onRequest }: RequestOptions,
  { function: name, parameters, ticker }: Question,
): Promise<Result<string, Failure>> {
  const started = performance.now();
  // ky's own timeout ends with the headers; this one ends with the body.
  const deadline = new AbortController();
  const timer = setTimeout(() => deadline.abort(), timeout);
  let status: number | null = null;
  try {
    const response = await ky.get(url, {
      searchParams: { function: name, ...parameters, apikey: apiKey },
      signal: deadline.signal,
      timeout: false,
      retry: 0,
      throwHttpErrors: false,
      // Nothing redirects here, and a redirect followed would be a second request, to who knows where.
      redirect: "error",
    });
    ({ status } = response);
    return await bodyOf(response, deadline.signal, ROWS.has(name) ? MAX_BYTES_OF_ROWS : MAX_BYTES);
  } catch {
    return err(deadline.signal.aborted ? TOO_SLOW : UNREACHABLE);
  } finally {
    clearTimeout(timer);
    onRequest?.({ function: name, ticker, status, milliseconds: Math.round(performance.now() - started) });
  }
}

/** Share classes go out with a hyphen: `BRK-B`. */
export function wireSymbol(ticker: Ticker): string {
  return ticker.replaceAll(".", "-");
}

async function bodyOf(response: Response, deadline: AbortSignal, bytes: number): Promise<Result<string, Failure>> {
  const { status, body } = response;
  if (status === 200) return body ? boundedText(body, deadline, bytes) : ok("");
  await body?.cancel();
  const after = retryAfterOf(response, status === TOO_MANY ? MINUTE : FAULT_RETRY);
  if (status === TOO_MANY) return err(limitReached("minute", "prices were asked for too fast", after));
  return err(unreachable("the price source is out of order", after));
}

/** As the answer says, in seconds and within an hour; the other form, a date, has never been seen here. */
function retryAfterOf(response: Response, otherwise: number): number {
  const text = response.headers.get("retry-after") ?? "";
  return /^\d{1,9}$/.test(text) ? Math.min(Math.max(Number(text), 1), HOUR) : otherwise;
}

/**
 * The deadline ends the reading here, and not only through the request's own signal: that one is lost when the request
 * has been collected as garbage while its body still comes in, and the reading would then never end.
 */
async function boundedText(
  body: ReadableStream,
  deadline: AbortSignal,
  bytes: number,
): Promise<Result<string, Failure>> {
  const reader: ReadableStreamDefaultReader<Uint8Array> = body.getReader();
  // A body that has broken by then refuses to be cancelled, and there is nothing left to do about it.
  const stop = (): Promise<void> => reader.cancel().catch(() => undefined);
  deadline.addEventListener("abort", stop);
  const decoder = new TextDecoder();
  let text = "";
  let size = 0;
  for (let read = await reader.read(); !read.done; read = await reader.read()) {
    size += read.value.byteLength;
    if (size > bytes) {
      await stop();
      return err(unusable("the price source's answer is too long", FAULT_RETRY));
    }
    text += decoder.decode(read.value, { stream: true });
  }
  return deadline.aborted ? err(TOO_SLOW) : ok(text + decoder.decode());
}
