import { readFileSync } from "node:fs";

/**
 * How many transactions the write-ahead log holds: the frames that end one tell the database's size after it
 * (https://sqlite.org/fileformat2.html#walformat). Frames of an earlier round have another salt.
 */
export function commitsInLog(path: string): number {
  const log = readFileSync(`${path}-wal`);
  // A start leaves it empty.
  if (log.length === 0) return 0;
  const frameSize = 24 + log.readUInt32BE(8);
  const salt = log.subarray(16, 24);
  let commits = 0;
  for (let at = 32; at + frameSize <= log.length; at += frameSize) {
    const isCurrent = log.subarray(at + 8, at + 16).equals(salt);
    if (isCurrent && log.readUInt32BE(at + 4) !== 0) commits += 1;
  }
  return commits;
}
