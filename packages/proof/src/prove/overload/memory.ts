import { httpClient } from "../../process/http-client.ts";

const MEBIBYTE = 1024 * 1024;

/** A server's resident memory as it tells it itself, in MiB. */
export async function residentMemory(port: number): Promise<number> {
  const client = httpClient(port);
  const { text } = await client.call({ path: "/metrics" });
  client.close();
  const bytes = /^process_resident_memory_bytes (\d+)/m.exec(text)?.[1];
  if (bytes === undefined) throw new Error("the server does not tell its memory");
  return Math.round(Number(bytes) / MEBIBYTE);
}
