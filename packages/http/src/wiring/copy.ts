import { isSound, openCopyTarget, placeOf } from "@bourse/adapters/postgres";
import { auditSqlite, sqliteCopySource, type OnProgress } from "@bourse/adapters/sqlite";

type AuditReport = ReturnType<typeof auditSqlite>;

/** `copy` is null when what is to be copied is not sound, and nothing was. `place` is without a password. */
type Copied = {
  readonly source: AuditReport;
  readonly copy: AuditReport | null;
  readonly isWhole: boolean;
  readonly place: string;
};

/**
 * Moves a brokerage from a file into a database, which is asked first whether it is there: an audit of the file may take
 * minutes. Rejects, with a message for whoever asked, as the two of them do.
 */
export async function copyBrokerage(file: string, url: string, onProgress: OnProgress): Promise<Copied> {
  const target = await openCopyTarget(url);
  try {
    const source = sqliteCopySource(file, onProgress);
    try {
      const report = auditSqlite(file, onProgress);
      const copy = isSound(report) ? await target.take(source, onProgress) : null;
      return { source: report, copy, isWhole: copy !== null && isSound(copy), place: placeOf(url) };
    } finally {
      source.close();
    }
  } finally {
    await target.close();
  }
}
