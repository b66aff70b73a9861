/** What a template is once it was parsed, and what can be wrong with one. */

/**
 * Where a variable stands, which decides how its value is escaped. `href`: it is the whole address of a link, or begins it; `url`: a part
 * of one; `written`: a part of an address that stands in the text itself.
 */
export type Place = "text" | "html" | "url" | "href" | "written";
export type TemplateFormat = "text" | "html";

export type Piece =
  | { kind: "text"; text: string }
  | { kind: "variable"; name: string; fallback: string | null; place: Place; offset: number };

export type ProblemReason =
  | "not_closed"
  | "empty"
  | "not_a_name"
  | "unknown_variable"
  | "braces_inside"
  | "formatting_inside"
  | "inside_tag"
  | "too_many";

export type TemplateProblem = {
  reason: ProblemReason;
  /** What stands between the braces. */
  found: string;
  /** A variable that was probably meant. */
  suggestion: string | null;
  /** Characters from the beginning; line and column count from 1. */
  offset: number;
  line: number;
  column: number;
};

export type Template = { format: TemplateFormat; pieces: readonly Piece[] };
export type Parsed = { template: Template; problems: readonly TemplateProblem[] };

/** Names of the variables of a template, each once. */
export const variablesOf = (template: Template): string[] => [
  ...new Set(template.pieces.flatMap((piece) => (piece.kind === "variable" ? [piece.name] : []))),
];
