import { instant, type AccountId, type Session, type SessionId } from "@bourse/core";
import type { SessionsTable } from "./schema.ts";

export function sessionRow(session: Session): SessionsTable {
  return {
    id: session.id,
    account_id: session.accountId,
    started_at: BigInt(session.startedAt),
    expires_at: BigInt(session.expiresAt),
  };
}

export function sessionOf(row: SessionsTable): Session {
  return {
    id: row.id as SessionId,
    accountId: row.account_id as AccountId,
    startedAt: instant(Number(row.started_at)),
    expiresAt: instant(Number(row.expires_at)),
  };
}
