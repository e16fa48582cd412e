import type { Locator, Page } from "playwright-core";
import { focusSeen } from "./focus.ts";

/** How somebody works a page: all there is to a journey besides where it goes. */
export type Hands = {
  readonly type: (field: Locator, text: string) => Promise<void>;
  /** Picks the option of a select with this value. */
  readonly choose: (field: Locator, value: string) => Promise<void>;
  /** Follows a link, presses a button or ticks a box. */
  readonly press: (target: Locator) => Promise<void>;
};

/** A date as it is typed into a date field of an English (US) browser. */
const typedDate = (iso: string): string => `${iso.slice(5, 7)}${iso.slice(8)}${iso.slice(0, 4)}`;

async function typeText(page: Page, field: Locator, text: string): Promise<void> {
  const isDate = (await field.getAttribute("type")) === "date";
  if (!isDate) await page.keyboard.press("ControlOrMeta+a");
  await page.keyboard.type(isDate ? typedDate(text) : text);
}

export function mouse(page: Page): Hands {
  return {
    type: async (field, text) => {
      // A date field has a part for each number, and typing begins at the first.
      const { height } = (await field.boundingBox()) ?? { height: 0 };
      await field.click({ position: { x: 24, y: height / 2 } });
      await typeText(page, field, text);
    },
    // The list that drops down is the browser's own, where no test reaches.
    choose: async (field, value) => {
      await field.selectOption(value);
    },
    press: (target) => target.click(),
  };
}

/** More often than any page has places to go to. */
const TABS = 250;

/** Tab, Enter, Space and typing, and never without seeing where one is. */
export function keyboard(page: Page): Hands {
  const goTo = async (target: Locator): Promise<void> => {
    const wanted = await target.evaluate((element) => [...document.querySelectorAll("body *")].indexOf(element));
    for (let pressed = 0; pressed < TABS; pressed += 1) {
      if ((await focusSeen(page)) === wanted) return;
      await page.keyboard.press("Tab");
    }
    throw new Error(`no Tab leads to ${String(target)} on ${page.url()}`);
  };
  return {
    type: async (field, text) => {
      await goTo(field);
      await typeText(page, field, text);
    },
    choose: async (field, value) => {
      await goTo(field);
      await page.keyboard.type(await field.locator(`option[value="${value}"]`).innerText());
    },
    press: async (target) => {
      await goTo(target);
      await page.keyboard.press((await target.getAttribute("type")) === "checkbox" ? "Space" : "Enter");
    },
  };
}
