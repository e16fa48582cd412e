import { findChromium } from "./chromium.ts";

/** Says once for a whole run that the browser tests are skipped, since a skip by itself says nothing of why. */
export default function sayIfNone(): void {
  if (findChromium() !== null) return;
  process.stderr.write(
    "No Chromium was found, so that all browser tests are skipped. To get it: apt-get install -y chromium. " +
      "To say where it is: CHROMIUM=/path/to/chromium.\n",
  );
}
