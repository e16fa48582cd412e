import type { Page } from "playwright-core";

/** What has the focus, as the browser shows it. */
type Focus = {
  readonly what: string;
  readonly isOnScreen: boolean;
  readonly outline: { readonly style: string; readonly width: string; readonly colour: string };
  /** The colours behind it, the nearest first, down to the page's own. */
  readonly behind: readonly string[];
};

/**
 * Which of all elements of the body has the focus; below zero, none. Throws unless whoever looks at the screen sees it:
 * by an outline of two pixels at least and a contrast of three (https://www.w3.org/TR/WCAG22/#non-text-contrast).
 */
export async function focusSeen(page: Page): Promise<number> {
  const { at, focus } = await page.evaluate(lookAtFocus);
  const unseen = focus && whyUnseen(focus);
  if (focus && unseen !== null) throw new Error(`${focus.what} on ${page.url()} has the focus, and ${unseen}`);
  return at;
}

/** Runs in the page. */
function lookAtFocus(): { readonly at: number; readonly focus: Focus | null } {
  const at = [...document.querySelectorAll("body *")].findIndex((element) => element === document.activeElement);
  const focused = at < 0 ? null : document.activeElement;
  if (!focused) return { at, focus: null };
  const { outlineStyle: style, outlineWidth: width, outlineColor: colour } = getComputedStyle(focused);
  const { top, bottom, left, right } = focused.getBoundingClientRect();
  const isOnScreen = bottom > Math.max(top, 0) && right > Math.max(left, 0) && top < innerHeight && left < innerWidth;
  const behind: string[] = [];
  // The outline stands off the element, on what is behind it.
  for (let element = focused.parentElement; element; element = element.parentElement) {
    behind.push(getComputedStyle(element).backgroundColor);
  }
  const what = (focused.cloneNode(false) as Element).outerHTML;
  return { at, focus: { what, isOnScreen, outline: { style, width, colour }, behind } };
}

function whyUnseen({ isOnScreen, outline, behind }: Focus): string | null {
  if (!isOnScreen) return "is off the screen";
  if (outline.style === "none" || Number.parseFloat(outline.width) < 2) return "has no outline";
  const ground = behind.map(colourOf).find(({ alpha }) => alpha === 1) ?? WHITE;
  const [dark = 0, light = 0] = [luminance(colourOf(outline.colour)), luminance(ground)].toSorted((a, b) => a - b);
  const contrast = (light + 0.05) / (dark + 0.05);
  return contrast < 3 ? `has an outline of contrast ${contrast.toFixed(1)}` : null;
}

type Colour = { readonly red: number; readonly green: number; readonly blue: number; readonly alpha: number };
const WHITE: Colour = { red: 255, green: 255, blue: 255, alpha: 1 };

/** As browsers write what they have computed: "rgb(1, 114, 173)" or "rgba(0, 0, 0, 0)". */
function colourOf(text: string): Colour {
  const parts = /^rgba?\((.*)\)$/.exec(text)?.[1]?.split(",").map(Number);
  if (!parts) throw new Error(`${text} is a colour that the tests cannot read yet`);
  const [red = 0, green = 0, blue = 0, alpha = 1] = parts;
  return { red, green, blue, alpha };
}

/** https://www.w3.org/TR/WCAG22/#dfn-relative-luminance */
function luminance({ red, green, blue }: Colour): number {
  return 0.2126 * linear(red / 255) + 0.7152 * linear(green / 255) + 0.0722 * linear(blue / 255);
}

function linear(part: number): number {
  return part <= 0.040_45 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4;
}
