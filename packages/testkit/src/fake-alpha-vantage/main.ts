import process, { argv } from "node:process";
import { parseArgs } from "node:util";
import { instant, type Instant } from "@bourse/core";
import { utcDay } from "../fakes/clock.ts";
import type { FakeRequest } from "./answers.ts";
import { fakeAlphaVantage } from "./fake-alpha-vantage.ts";
import { MISBEHAVIOURS } from "./misbehaviour.ts";

const USAGE = `npx --yes pnpm@12 fake-alpha-vantage [PORT] [--no-limits] [--premium] [--misbehave=HOW]

A fake Alpha Vantage on this machine, at port 3001 unless told otherwise, with a free key's limits. HOW is one of:
${MISBEHAVIOURS.join(", ")}
`;

const OPTIONS = {
  "no-limits": { type: "boolean", default: false },
  premium: { type: "boolean", default: false },
  misbehave: { type: "string" },
  help: { type: "boolean", default: false },
} as const;

/** Only who runs it by hand lives in the machine's own time. */
function now(): Instant {
  return instant(Math.floor(performance.timeOrigin + performance.now()));
}

async function start(): Promise<void> {
  const args = argv.slice(2).filter((arg) => arg !== "--");
  const { values, positionals } = parseArgs({ args, allowPositionals: true, options: OPTIONS });
  if (values.help) return console.log(USAGE);
  const how = MISBEHAVIOURS.find((name) => name === values.misbehave);
  if (values.misbehave !== undefined && !how)
    throw new Error(`There is no misbehaviour ${values.misbehave}: see --help.`);
  const fake = await fakeAlphaVantage({
    clock: { now, today: () => utcDay(now()) },
    port: Number(positionals[0] ?? 3001),
    plan: values.premium ? "premium" : "free",
    limits: values["no-limits"] ? null : undefined,
    onRequest: report,
  });
  if (how) fake.misbehave(how);
  console.log(`A fake Alpha Vantage answers at ${fake.url}. To start Bourse against it, in another terminal:\n`);
  console.log(`  ALPHA_VANTAGE_API_KEY=any ALPHA_VANTAGE_URL=${fake.url} npx --yes pnpm@12 start\n`);
}

function report({ refusal, parameters }: FakeRequest): void {
  console.log(`${Object.values(parameters).join(" ")}${refusal ? `, refused: ${refusal}` : ""}`);
}

try {
  await start();
} catch (error) {
  console.error(error instanceof Error ? error.message : String(error));
  process.exitCode = 1;
}
