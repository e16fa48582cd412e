import { instant, type AccountId, type PasswordReset, type TokenFingerprint } from "@bourse/core";
import type { PasswordResetsTable } from "./schema.ts";

export function resetRow(reset: PasswordReset): PasswordResetsTable {
  return {
    fingerprint: reset.fingerprint,
    account_id: reset.accountId,
    asked_at: BigInt(reset.askedAt),
    expires_at: BigInt(reset.expiresAt),
  };
}

export function resetOf(row: PasswordResetsTable): PasswordReset {
  return {
    fingerprint: row.fingerprint as TokenFingerprint,
    accountId: row.account_id as AccountId,
    askedAt: instant(Number(row.asked_at)),
    expiresAt: instant(Number(row.expires_at)),
  };
}
