import { existsSync } from "node:fs";
import { chromium, type Browser } from "playwright-core";

/** Where Linux and macOS put it. */
const USUAL = [
  "/usr/bin/chromium",
  "/usr/bin/chromium-browser",
  "/usr/bin/google-chrome",
  "/Applications/Chromium.app/Contents/MacOS/Chromium",
  "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
];

/** What CHROMIUM names, and otherwise the first that is there. In a container there is mostly no sandbox. */
export async function startChromium(): Promise<Browser> {
  const executablePath = process.env["CHROMIUM"] ?? USUAL.find((path) => existsSync(path));
  if (executablePath === undefined) throw new Error("no Chromium was found: name one by CHROMIUM");
  return chromium.launch({ executablePath, args: ["--no-sandbox", "--disable-gpu"] });
}
