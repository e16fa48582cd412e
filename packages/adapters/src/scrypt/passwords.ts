import { availableParallelism } from "node:os";
import type { Passwords } from "@bourse/core";
import { decoyHash } from "./decoy.ts";
import { scrypt } from "./library.ts";
import { twoLanes } from "./lanes.ts";
import { ALLOWED, CURRENT, isWeaker, parametersOf, readHash, writeHash, type ScryptParameters } from "./parameters.ts";
import { passphrase } from "./passphrase.ts";

export type ScryptOptions = {
  /** What new hashes are made with; logN 17, r 8, p 1 when left out. */
  readonly parameters?: ScryptParameters;
  /** What may be verified besides `parameters`; logN 15 to 17 with r 8 and p 1 when left out. */
  readonly allowed?: readonly ScryptParameters[];
  /** How many are computed at once: one fewer than there are cores or worker threads, and at least one. */
  readonly atOnce?: number;
  /** How many more may wait to be hashed, and as many to be verified; 16 when left out. Then it is PasswordsBusy. */
  readonly waiting?: number;
};

/** Node computes scrypt on libuv's worker threads, four by default, which files and host names need too. */
const WORKER_THREADS = 4;

/** Passwords by scrypt (RFC 7914); a hash is the base64 of scrypt-kdf's format, its parameters and salt inside. */
export function scryptPasswords(options: ScryptOptions = {}): Passwords {
  const { parameters = CURRENT, waiting = 16 } = options;
  const { atOnce = Math.max(1, Math.min(availableParallelism(), WORKER_THREADS) - 1) } = options;
  const allowed = [parameters, ...(options.allowed ?? ALLOWED)];
  // Apart, lest a flood of new accounts keep those who have one from signing in, or the other way round.
  const [hashing, verifying] = twoLanes(atOnce, waiting);
  const decoy = decoyHash(parameters);
  return {
    hash: (password) => hashing(async () => writeHash(await scrypt.kdf(passphrase(password), parameters))),
    isWeak: (hash) => {
      const found = parametersOf(hash);
      return found !== null && isWeaker(found, parameters);
    },
    // No hash, and one that is not allowed, cost the work all the same: the time must not tell who has an account.
    verify: (password, hash) => {
      const known = hash === null ? null : readHash(hash, allowed);
      return verifying(async () => {
        const right = await scrypt.verify(known ?? decoy, passphrase(password));
        return right && known !== null;
      });
    },
  };
}
