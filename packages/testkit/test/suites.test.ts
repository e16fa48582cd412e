import { fakeWorld, verifyContract } from "@bourse/testkit";
import { useCaseSuites } from "@bourse/testkit/suites";
import { describe, it } from "vitest";

for (const suite of useCaseSuites) verifyContract(suite, async () => fakeWorld(), { describe, it });
