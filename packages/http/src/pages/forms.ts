import type { FieldProblem } from "@bourse/core";
import { html, type SafeHtml } from "@remix-run/html-template";
import { attributes } from "./attributes.ts";
import { capital } from "./words.ts";

/** What somebody typed, by the field's name, and what was wrong with it. */
export type FormState = {
  readonly values: Readonly<Record<string, string>>;
  readonly problems: readonly FieldProblem[];
};

export const UNTOUCHED: FormState = { values: {}, problems: [] };

type Control = {
  readonly name: string;
  readonly label: string;
  /** What is good to know before typing. */
  readonly hint?: string;
  readonly required?: boolean;
};

export type Input = Control & {
  readonly type?: "date" | "email" | "password" | "search" | "text";
  /** What a browser or password manager may fill in: https://html.spec.whatwg.org/#autofill */
  readonly autocomplete: string;
  readonly inputmode?: "decimal" | "numeric";
  readonly maxlength?: number;
};

export type Choice = { readonly value: string; readonly text: string };

/** A labelled text field with its hint and its problems. A password is never written back. */
export function input(state: FormState, given: Input): SafeHtml {
  const { type = "text", autocomplete, inputmode, maxlength } = given;
  const value = type === "password" ? undefined : state.values[given.name];
  const isName = type === "email" || autocomplete === "username" || given.name === "symbol";
  return control(
    state,
    given,
    html`<input${attributes({
      ...wiring(state, given),
      type,
      value,
      autocomplete,
      inputmode,
      maxlength,
      autocapitalize: isName ? "none" : undefined,
      spellcheck: isName ? "false" : undefined,
    })} />`,
  );
}

export function select(state: FormState, given: Control & { readonly choices: readonly Choice[] }): SafeHtml {
  const chosen = state.values[given.name];
  const options = given.choices.map(
    ({ value, text }) => html`<option${attributes({ value, selected: value === chosen })}>${text}</option>`,
  );
  return control(state, given, html`<select${attributes(wiring(state, given))}>${options}</select>`);
}

/** One box to tick; ticked, the field is "yes". */
export function checkbox(state: FormState, given: Control): SafeHtml {
  const box = html`<input${attributes({
    ...wiring(state, given),
    type: "checkbox",
    value: "yes",
    checked: state.values[given.name] === "yes",
  })} />`;
  return html`<div class="field"><label class="tick">${box} ${given.label}</label>${notes(state, given)}</div>`;
}

export function hidden(name: string, value: string): SafeHtml {
  return html`<input${attributes({ type: "hidden", name, value })} />`;
}

/** The server's own words for what is wrong are the same with and without a script, so that the browser says nothing. */
export function form(
  given: { readonly action: string; readonly method?: "get" | "post"; readonly button: string; readonly label: string },
  fields: readonly SafeHtml[],
): SafeHtml {
  const { action, method = "post", button, label } = given;
  return html`<form${attributes({ action, method, novalidate: true, "aria-label": label })}>
    ${[...fields]}
    <button type="submit">${button}</button>
  </form>`;
}

/** All that is wrong, first on the page and first to be read, each leading to its field. */
export function problemSummary({ problems }: FormState, ids: ReadonlySet<string>): SafeHtml | null {
  if (problems.length === 0) return null;
  const items = problems.map(({ field, message }) => {
    const text = sentence(message);
    return ids.has(field) ? html`<li><a${attributes({ href: `#${field}` })}>${text}</a></li>` : html`<li>${text}</li>`;
  });
  return html`<section class="problems" role="alert" tabindex="-1" autofocus aria-labelledby="problems">
    <h2 id="problems">This did not work</h2>
    <ul>
      ${items}
    </ul>
  </section>`;
}

function control(state: FormState, given: Control, element: SafeHtml): SafeHtml {
  const optional = given.required === false ? html` <span class="optional">(optional)</span>` : null;
  const label = html`<label${attributes({ for: given.name })}>${given.label}${optional}</label>`;
  return html`<div class="field">${label}${element}${notes(state, given)}</div>`;
}

function wiring(state: FormState, { name, hint, required = true }: Control) {
  const problems = ofField(state, name);
  const described = [hint === undefined ? [] : [`${name}-hint`], problems.length > 0 ? [`${name}-problem`] : []].flat();
  return {
    id: name,
    name,
    required,
    "aria-invalid": problems.length > 0 ? "true" : undefined,
    "aria-describedby": described.length > 0 ? described.join(" ") : undefined,
  };
}

function notes(state: FormState, { name, hint }: Control): SafeHtml[] {
  const problems = ofField(state, name).map(({ message }) => sentence(message));
  return [
    ...(hint === undefined ? [] : [html`<small${attributes({ id: `${name}-hint` })}>${hint}</small>`]),
    ...(problems.length === 0
      ? []
      : [
          html`<small class="problem" ${attributes({ id: `${name}-problem` })}
            ><strong>Mistake:</strong> ${problems.join(" ")}</small
          >`,
        ]),
  ];
}

const LABELS: ReadonlyMap<string, string> = new Map([["email", "e-mail"]]);

const ofField = ({ problems }: FormState, name: string) => problems.filter(({ field }) => field === name);

/** Messages begin with the field's name as the API writes it: people read "Date of birth" for `date_of_birth`. */
function sentence(message: string): string {
  return capital(message.replace(/^[a-z][A-Za-z_]*/, (name) => LABELS.get(name) ?? name.replaceAll("_", " ")));
}
