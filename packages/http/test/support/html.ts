import { parse, type DefaultTreeAdapterMap } from "parse5";

type Node = DefaultTreeAdapterMap["node"];

/** An element as a browser would have it. */
export type Element = {
  readonly name: string;
  readonly attributes: Readonly<Record<string, string>>;
  /** All the text in it, white space as one space. */
  readonly text: string;
  /** Every element in it, in order. */
  readonly inside: readonly Element[];
};

/** Every element of a document, in order. */
export function elementsOf(document: string): readonly Element[] {
  return parse(document).childNodes.flatMap(withInside);
}

export function named(elements: readonly Element[], ...names: readonly string[]): readonly Element[] {
  return elements.filter(({ name }) => names.includes(name));
}

/** What a person reads, without markup. */
export function mainText(document: string): string {
  return named(elementsOf(document), "main")[0]?.text ?? "";
}

export type Form = {
  readonly action: string;
  readonly method: string;
  readonly controls: readonly Element[];
  /** What a browser would send if nobody touched it. */
  readonly values: Readonly<Record<string, string>>;
  readonly submits: number;
};

export function formsOf(document: string): readonly Form[] {
  return named(elementsOf(document), "form").map(({ attributes: { action = "", method = "get" }, inside }) => {
    const fields = named(inside, "input", "select");
    // A browser sends nothing that has no name.
    const controls = fields.filter((field) => Object.hasOwn(field.attributes, "name"));
    return {
      action,
      method,
      controls,
      values: Object.fromEntries(controls.map((control) => [control.attributes["name"] ?? "", valueOf(control)])),
      submits: named(inside, "button").filter(({ attributes }) => attributes["type"] === "submit").length,
    };
  });
}

/** The form that goes there; there must be one. */
export function formTo(document: string, action: string): Form {
  const found = formsOf(document).find((form) => form.action === action);
  if (!found) throw new Error(`no form goes to ${action}`);
  return found;
}

/** The fields that a page marks as wrong; one that it marks and does not say why of is not told of. */
export function wrongFields(document: string): readonly (string | undefined)[] {
  const elements = elementsOf(document);
  const said = elements.filter(({ text }) => text.startsWith("Mistake:")).map(({ attributes }) => attributes["id"]);
  return elements
    .filter(({ attributes }) => attributes["aria-invalid"] === "true")
    .filter(({ attributes }) => said.some((id) => id && attributes["aria-describedby"]?.split(" ").includes(id)))
    .map(({ attributes }) => attributes["name"]);
}

/** The rows of the one table, each as its cells' texts. */
export function rowsOf(document: string): readonly (readonly string[])[] {
  return named(elementsOf(document), "tr").map(({ inside }) => named(inside, "td", "th").map(({ text }) => text));
}

function valueOf({ name, attributes, inside }: Element): string {
  if (attributes["type"] === "checkbox") return Object.hasOwn(attributes, "checked") ? "yes" : "";
  if (name === "input") return attributes["value"] ?? "";
  const options = named(inside, "option");
  const chosen = options.find((option) => Object.hasOwn(option.attributes, "selected")) ?? options[0];
  return chosen?.attributes["value"] ?? "";
}

function withInside(node: Node): Element[] {
  if (!("childNodes" in node)) return [];
  const inside = node.childNodes.flatMap(withInside);
  if (!("attrs" in node)) return inside;
  const attributes = Object.fromEntries(node.attrs.map(({ name, value }) => [name, value]));
  return [{ name: node.tagName, attributes, text: textOf(node).replaceAll(/\s+/g, " ").trim(), inside }, ...inside];
}

function textOf(node: Node): string {
  if ("value" in node) return node.value;
  return "childNodes" in node ? node.childNodes.map(textOf).join("") : "";
}
