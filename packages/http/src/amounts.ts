import { formatMoney, negate, type Money } from "@bourse/core";

/** Dollars and whole cents, such as `$9,888.00` or `-$12.34`; a price below a cent keeps its four decimals. */
export function dollars(amount: Money): string {
  const text = formatMoney(size(amount));
  const [whole = "0", cents = "00"] = text.split(".");
  return `${amount < 0n ? "-" : ""}$${grouped(whole)}.${cents.padEnd(2, "0")}`;
}

/** How much it is, whichever way it goes. */
export function size(amount: Money): Money {
  return amount < 0n ? negate(amount) : amount;
}

/** As `dollars`, with a plus where it is one: a gain is told in words and signs, not by its colour. */
export function signedDollars(amount: Money): string {
  return amount > 0n ? `+${dollars(amount)}` : dollars(amount);
}

export function grouped(digits: number | string): string {
  return String(digits).replaceAll(/\B(?=(\d{3})+$)/g, ",");
}

export function shares(count: number): string {
  return counted(count, "share");
}

export function counted(count: number, name: string): string {
  return `${grouped(count)} ${name}${count === 1 ? "" : "s"}`;
}
