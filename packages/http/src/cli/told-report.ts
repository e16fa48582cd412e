type Report = {
  readonly accounts: number;
  readonly entries: number;
  readonly drifts: readonly { readonly accountId: string; readonly seq: number; readonly what: string }[];
  readonly problems: readonly string[];
};

/** What was audited: its name, or its address without a password, and what it is. */
export type Audited = { readonly place: string; readonly kind: "database" | "file" };

/** What an audit has found, a line each, and last what it was about. */
export function toldReport({ place, kind }: Audited, { accounts, entries, drifts, problems }: Report): string {
  const found = [
    ...problems.map((problem) => `the ${kind}: ${problem}`),
    ...drifts.map(({ accountId, seq, what }) => `account ${accountId}, entry ${seq}: ${what}`),
  ];
  const drifting = drifts.length === 0 ? "no account drifts" : `${counted(drifts.length, "account")} of them drifting`;
  const whole = problems.length === 0 ? `the ${kind} is whole` : `the ${kind} is not as it must be`;
  const about = `${place}: ${counted(accounts, "account")}, ${entries === 1 ? "1 entry" : `${entries} entries`}`;
  return [...found, `${about}; ${drifting}, ${whole}`].join("\n");
}

function counted(count: number, what: string): string {
  return count === 1 ? `1 ${what}` : `${count} ${what}s`;
}
