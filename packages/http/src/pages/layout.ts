import { html, type SafeHtml } from "@remix-run/html-template";
import { attributes } from "./attributes.ts";
import { problemSummary, type FormState } from "./forms.ts";

/** One page: what stands between the header and the end. */
export type View = {
  readonly title: string;
  readonly body: SafeHtml;
  /** The state of the form that was sent, whose problems are told first. */
  readonly state?: FormState;
  /** The names of that form's fields, to which its problems lead. */
  readonly fields?: readonly string[];
};

export type Surroundings = {
  readonly path: string;
  /** Who is signed in, by username. */
  readonly username: string | null;
  /** What was just done, in words. */
  readonly done: string | null;
};

type Link = { readonly href: string; readonly text: string };

const SIGNED_IN: readonly Link[] = [
  { href: "/", text: "Portfolio" },
  { href: "/quote", text: "Quote" },
  { href: "/buy", text: "Buy" },
  { href: "/sell", text: "Sell" },
  { href: "/cash", text: "Cash" },
  { href: "/history", text: "History" },
  { href: "/profile", text: "Profile" },
  { href: "/signout", text: "Sign out" },
];
const SIGNED_OUT: readonly Link[] = [
  { href: "/signin", text: "Sign in" },
  { href: "/register", text: "Register" },
];

/** Where a form was refused its own path stands in the address bar: it is of the page that it stands on. */
function isWithin(path: string, href: string): boolean {
  return path === href || (href !== "/" && path.startsWith(`${href}/`));
}

/** A whole document. It has no script, and reads well without its style. */
export function documentOf(view: View, { path, username, done }: Surroundings): SafeHtml {
  const { title, body, state } = view;
  const summary = state ? problemSummary(state, new Set(view.fields)) : null;
  const links = (username === null ? SIGNED_OUT : SIGNED_IN).map(
    ({ href, text }) =>
      html`<li><a${attributes({ href, "aria-current": isWithin(path, href) ? "page" : undefined })}>${text}</a></li>`,
  );
  return html`<!doctype html>
    <html lang="en">
      <head>
        <meta charset="utf-8" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <meta name="color-scheme" content="light dark" />
        <title>${summary ? "Mistake: " : null}${title} – Bourse</title>
        <link rel="icon" href="/assets/icon.svg" type="image/svg+xml" />
        <link rel="stylesheet" href="/assets/pico.css" />
        <link rel="stylesheet" href="/assets/bourse.css" />
      </head>
      <body>
        <a class="skip" href="#main">Skip to the content</a>
        <header>
          <nav aria-label="Main">
            <a class="brand" href="/">Bourse</a>
            <ul>
              ${links}
            </ul>
          </nav>
        </header>
        <main id="main" tabindex="-1">
          ${summary} ${done === null ? null : html`<p class="done" role="status">${done}</p>`}
          <h1>${title}</h1>
          ${body}
        </main>
        <footer>
          <p>
            Simulated money, real stocks.${username === null ? null : html` Signed in as <strong>${username}</strong>.`}
          </p>
        </footer>
      </body>
    </html> `;
}
