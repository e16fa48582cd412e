/** The cells of a page's tables whose first column has this heading, a row each. */
export function rowsOf(text: string, heading: string): readonly (readonly string[])[] {
  const rows = text.split("\n").map((line) => (line.startsWith("|") ? cellsOf(line) : null));
  let isOurs = false;
  return rows.flatMap((cells, index) => {
    // A table's heading is its first row.
    if (cells !== null && (rows[index - 1] ?? null) === null) isOurs = cells[0] === heading;
    const isHead = cells === null || cells[0] === heading || /^:?-+:?$/.test(cells[0] ?? "");
    return cells !== null && isOurs && !isHead ? [cells] : [];
  });
}

/** A bar within code, as `\|`, ends no cell. */
function cellsOf(line: string): readonly string[] {
  return line
    .split(/(?<!\\)\|/)
    .slice(1, -1)
    .map((cell) => cell.trim());
}

export type Variable = { readonly default?: boolean | number | string };

/** What a page's tables say of variables that is not so: a name that is none, or a default that is another. */
export function wrongVariables(text: string, known: ReadonlyMap<string, Variable>): readonly string[] {
  return rowsOf(text, "variable").flatMap(([names = "", defaults = ""]) => {
    const each = names.split(" · ").map((name) => name.replaceAll("`", ""));
    return each.flatMap((name, index) => {
      const variable = known.get(name);
      if (!variable) return [`${name} is no variable`];
      const told = each.length > 1 ? (defaults.split(" · ")[index] ?? "") : defaults;
      const isRight = variable.default === undefined ? /^unset(?:$|: )/.test(told) : told === `\`${variable.default}\``;
      return isRight ? [] : [`${name} has not the default ${told}`];
    });
  });
}
