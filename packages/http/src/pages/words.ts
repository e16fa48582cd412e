import type { Instant, Money } from "@bourse/core";
import { counted, grouped, size } from "../amounts.ts";

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

/** A part of a whole that is above zero, to the nearest hundredth: `6.37%`, `-0.05%`. */
export function percent(part: Money, whole: Money): string {
  const hundredths = (size(part) * 20_000n + whole) / (whole * 2n);
  const digits = String(hundredths).padStart(3, "0");
  return `${part < 0n ? "-" : ""}${grouped(digits.slice(0, -2))}.${digits.slice(-2)}%`;
}

export function capital(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}
