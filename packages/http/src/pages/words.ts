import { formatMoney, negate, type Instant, type Money } from "@bourse/core";

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

/** `2026-06-15 14:30 UTC`: whoever reads it may be anywhere. */
export function moment(at: Instant): string {
  const text = new Date(at).toISOString();
  return `${text.slice(0, 10)} ${text.slice(11, 16)} UTC`;
}

const UNITS: readonly (readonly [name: string, seconds: number])[] = [
  ["day", 86_400],
  ["hour", 3600],
  ["minute", 60],
];

/** How long ago, in the largest unit that fits: "just now", "3 minutes ago". */
export function ago(at: Instant, now: Instant): string {
  const seconds = Math.floor((now - at) / 1000);
  for (const [name, length] of UNITS) {
    const count = Math.floor(seconds / length);
    if (count >= 1) return `${counted(count, name)} ago`;
  }
  return "just now";
}

/** In how long, never sooner than it is: "in 25 seconds", "in 3 hours". */
export function within(seconds: number): string {
  const [name, length] = UNITS.find(([, unit]) => seconds >= 2 * unit) ?? ["second", 1];
  return `in ${counted(Math.ceil(seconds / length), name)}`;
}

function counted(count: number, name: string): string {
  return `${grouped(count)} ${name}${count === 1 ? "" : "s"}`;
}

/** A part of a whole that is above zero, to the nearest hundredth: `6.37%`, `-0.05%`. */
export function percent(part: Money, whole: Money): string {
  const hundredths = (size(part) * 20_000n + whole) / (whole * 2n);
  const digits = String(hundredths).padStart(3, "0");
  return `${part < 0n ? "-" : ""}${grouped(digits.slice(0, -2))}.${digits.slice(-2)}%`;
}

export function capital(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}
