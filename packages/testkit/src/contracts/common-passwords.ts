import assert from "node:assert/strict";
import type { CommonPasswords } from "@bourse/core";
import { clause, type Contract, type PortSubject } from "../contract.ts";
import { contractOf } from "./handles.ts";
import { COMMON_PASSWORDS } from "../fakes/common-passwords.ts";

/** CommonPasswords to be checked. */
export type CommonPasswordsSubject = PortSubject<CommonPasswords>;

/** As much as no list has: long, or of letters that few people type. */
const UNCOMMON = [
  "correct horse battery staple of bourse",
  "2b7e151628aed2a6abf7158809cf4f3c",
  "zażółć gęślą jaźń, panie Brown",
  "🔑🐎🔋📎🔑🐎🔋📎",
  "password".repeat(16),
  "\uD800".repeat(40),
  "x\0".repeat(30),
];

/** What every CommonPasswords must fulfil; the numbers are the port's promises. */
export const commonPasswordsContract: Contract<CommonPasswordsSubject> = contractOf(
  "CommonPasswords",
  { port: "object" },
  [
    clause("1. has those that are on everyone's list", async ({ port }) => {
      for (const password of COMMON_PASSWORDS) assert.equal(port.has(password), true, password);
    }),

    clause("1. has them in any case", async ({ port }) => {
      for (const password of COMMON_PASSWORDS) {
        const capital = `${password.slice(0, 1).toUpperCase()}${password.slice(1)}`;
        for (const written of [password.toUpperCase(), capital]) assert.equal(port.has(written), true, written);
      }
    }),

    clause("1. has no long text that nobody has chosen before", async ({ port }) => {
      for (const password of UNCOMMON) assert.equal(port.has(password), false, password);
    }),
  ],
);
