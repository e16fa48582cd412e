import { posix } from "node:path";
import { headingsOf, linksOf } from "./markdown.ts";

/** The text of a page, empty of what is no page, null where nothing is. Paths are from the repository's root. */
type Read = (path: string) => string | null;
/** A place that a link leads to, `docs/a.md#b`: in how many clicks, and which page says so first. */
type Found = ReadonlyMap<string, { readonly clicks: number; readonly from: string }>;

/** All that the links of a page lead to, and those of the pages they lead to; links out of the repository are left out. */
export function walk(start: string, read: Read): Found {
  const found = new Map([[start, { clicks: 0, from: start }]]);
  const seen = new Set<string>();
  // A map goes on through what is added to it, so that pages are read in the order of their clicks.
  for (const [place, { clicks }] of found) {
    const page = pathOf(place);
    if (seen.has(page)) continue;
    seen.add(page);
    for (const link of linksOf(read(page) ?? "").filter((url) => !/^[a-z]+:/.test(url))) {
      const to = link.startsWith("#") ? page + link : posix.normalize(posix.join(posix.dirname(page), link));
      if (!found.has(to)) found.set(to, { clicks: clicks + 1, from: page });
    }
  }
  return found;
}

export function brokenLinks(found: Found, read: Read): readonly string[] {
  return [...found].flatMap(([place, { from }]) => {
    const [path, anchor] = [pathOf(place), place.split("#")[1]];
    const text = read(path);
    if (text === null) return [`${from}: ${path} is not there`];
    const isThere = anchor === undefined || headingsOf(text).map(anchorOf).includes(anchor);
    return isThere ? [] : [`${from}: ${path} has no heading #${anchor}`];
  });
}

/** The fewest clicks to a place; that of a page is at its beginning. */
export function clicksTo(place: string, found: Found): number {
  return found.get(place)?.clicks ?? Infinity;
}

function pathOf(place: string): string {
  return place.split("#")[0] ?? "";
}

/** As GitHub makes a heading's anchor: https://github.com/gjtorikian/html-pipeline. */
function anchorOf(heading: string): string {
  return heading
    .toLowerCase()
    .replaceAll(/[^\p{L}\p{N}\s_-]/gu, "")
    .trim()
    .replaceAll(/\s/g, "-");
}
