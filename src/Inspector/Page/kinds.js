// The one table of kinds: what each is called and which colour it has, wherever it is shown.

const kinds = {
  contraction: ["product or convolution", "--category-1"],
  loop: ["element by element", "--category-2"],
  column: ["reduction of columns", "--category-3"],
  library: ["library kernel", "--category-4"],
  assign: ["copy", "--category-6"],
  view: ["view", "--line-strong"],
  input: ["input", "--category-5"],
  variable: ["variable", "--category-7"],
  constant: ["constant", "--category-8"],
  other: ["not in a kernel", "--line-strong"],
};

/** What a kind is called; one that the table does not have is called as the report calls it. */
export const kindName = kind => kinds[kind]?.[0] ?? kind;

/** The variable of the theme that holds a kind's colour. */
export const kindVariable = kind => kinds[kind]?.[1] ?? "--line-strong";

/** The style by which an element has the colour of a kind. */
export const kindStyle = kind => ({ "--kind": `var(${kindVariable(kind)})` });
