type Report = {
  readonly accounts: number;
  readonly entries: number;
  readonly drifts: readonly { readonly accountId: string; readonly seq: number; readonly what: string }[];
  readonly problems: readonly string[];
};

/** What an audit has found, a line each, and last what it was about. */
export function toldReport(file: string, { accounts, entries, drifts, problems }: Report): string {
  const found = [
    ...problems.map((problem) => `the file: ${problem}`),
    ...drifts.map(({ accountId, seq, what }) => `account ${accountId}, entry ${seq}: ${what}`),
  ];
  const drifting = drifts.length === 0 ? "no account drifts" : `${counted(drifts.length, "account")} of them drifting`;
  const whole = problems.length === 0 ? "the file is whole" : "the file is not as it must be";
  const about = `${file}: ${counted(accounts, "account")}, ${entries === 1 ? "1 entry" : `${entries} entries`}`;
  return [...found, `${about}; ${drifting}, ${whole}`].join("\n");
}

function counted(count: number, what: string): string {
  return count === 1 ? `1 ${what}` : `${count} ${what}s`;
}
