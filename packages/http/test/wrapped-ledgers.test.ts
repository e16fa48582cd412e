import type { Ledger } from "@bourse/core";
import { accountIdOf, fakeLedger, verifyContract } from "@bourse/testkit";
import { ledgerContract, type LedgerSubject } from "@bourse/testkit/contracts";
import { afterAll, describe, it } from "vitest";
import { createMetrics } from "../src/metrics.ts";
import { otlpTracing } from "../src/otlp-tracing.ts";

/** Nobody listens there, and nobody waits for it. */
const NOWHERE = "http://127.0.0.1:9";

const tracing = otlpTracing(NOWHERE, () => undefined);
afterAll(() => tracing.close());

const wrappings: Readonly<Record<string, (ledger: Ledger) => Ledger>> = {
  "whose appends are timed": createMetrics(async () => null).timedLedger,
  "whose appends are traced": tracing.traced,
};

describe.each(Object.entries(wrappings))("a ledger %s", (_, wrapped) => {
  const subject = async (): Promise<LedgerSubject> => {
    const port = wrapped(fakeLedger());
    let accounts = 0;
    return { port, openAccount: async () => accountIdOf((accounts += 1)), restart: async () => port };
  };
  verifyContract(ledgerContract, subject, { describe, it });
});
