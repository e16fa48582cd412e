import { spawn } from "node:child_process";
import { once } from "node:events";
import { createInterface } from "node:readline";
import { fileURLToPath } from "node:url";
import { expect, it, onTestFinished } from "vitest";

const MAIN = fileURLToPath(new URL("../../src/fake-alpha-vantage/main.ts", import.meta.url));

/** Runs the program until it has told its address, and answers it with the rest that it prints. */
async function run(...args: readonly string[]): Promise<{ readonly url: string; readonly lines: string[] }> {
  const program = spawn(process.execPath, ["--conditions=@bourse/source", MAIN, ...args]);
  onTestFinished(async () => {
    if (program.kill()) await once(program, "exit");
  });
  const lines: string[] = [];
  for await (const line of createInterface(program.stdout)) {
    lines.push(line);
    const url = /ALPHA_VANTAGE_URL=(\S+) npx --yes pnpm@12 start/.exec(line)?.[1];
    if (url) return { url, lines };
  }
  return expect.unreachable(`it ended, having said ${lines.join(" ")}`);
}

async function ask(url: string): Promise<object> {
  return (await (await fetch(`${url}?function=GLOBAL_QUOTE&symbol=AAPL&apikey=any`)).json()) as object;
}

it("runs by hand, says how to start Bourse against it, and holds a free key's limits", async () => {
  const { url, lines } = await run("0");
  expect(lines.at(-1)).toMatch(
    /^ {2}ALPHA_VANTAGE_API_KEY=any ALPHA_VANTAGE_URL=http:\/\/127\.0\.0\.1:\d+\/query npx --yes pnpm@12 start$/,
  );
  expect(await ask(url)).toMatchObject({ "Global Quote": { "01. symbol": "AAPL" } });
  expect(await ask(url)).toHaveProperty(["Information"]);
});

it("takes --no-limits, --premium and --misbehave", async () => {
  const { url } = await run("0", "--no-limits", "--premium", "--misbehave=zero-price");
  for (let times = 0; times < 10; times += 1) {
    expect(await ask(url)).toMatchObject({ "Global Quote": { "05. price": "0.0000" } });
  }
});

/** Runs the program to its end, and answers all that it said. */
async function output(...args: readonly string[]): Promise<{ readonly text: string; readonly code: unknown }> {
  const program = spawn(process.execPath, ["--conditions=@bourse/source", MAIN, ...args]);
  let text = "";
  for (const stream of [program.stdout, program.stderr]) stream.on("data", (chunk) => (text += String(chunk)));
  const [code] = await once(program, "close");
  return { text, code };
}

it("tells all that it can do, and refuses what it cannot", async () => {
  expect(await output("--help")).toStrictEqual({ text: expect.stringMatching(/--misbehave=HOW[^]*too-fast/), code: 0 });
  for (const wrong of ["--misbehave=politely", "--limits", "no port", "99999999"]) {
    const { text, code } = await output(wrong);
    expect(text.split("\n")).toHaveLength(2);
    expect(code).toBe(1);
  }
});
