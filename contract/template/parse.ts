/**
 * The grammar: text with `{{name}}` or `{{name | fallback}}` in it; `\{{` is two braces. No expressions, loops or calls: a name is
 * looked up in a table and nothing else. One pass over the source; in HTML it follows tags to know where a variable stands.
 */
import type { Parsed, Piece, Place, ProblemReason, TemplateFormat, TemplateProblem } from "./ast.ts";
import { decodeEntities } from "./escape.ts";
import { Markup, type Where } from "./markup.ts";
import { isVariable, nearestVariable, urlVariables } from "./variables.ts";

/** More than anyone writes; keeps rendering linear in what was stored. */
const mostVariables = 500;
/** Nobody reads on after that many. */
const mostProblems = 50;
const namePattern = /^[\p{L}\p{N}_.-]{1,130}$/u;

export type ParseOptions = {
  /** Whether a custom field (`contact.custom.plan`) exists; absent: all do. */
  isField?: (name: string) => boolean;
  /** Decides alone which names there are: a mail of the product knows some of its own and not all others. */
  isKnown?: (name: string) => boolean;
};

/** Parses once. With problems the template still renders what is right of it; whoever saves refuses it. */
export function parseTemplate(source: string, format: TemplateFormat, options: ParseOptions = {}): Parsed {
  const pieces: Piece[] = [];
  const problems: TemplateProblem[] = [];
  const markup = format === "html" ? new Markup(source) : null;
  let variables = 0;
  for (const part of split(source)) {
    if (problems.length >= mostProblems) break;
    if (part.kind === "text") {
      if (part.text) pieces.push(part);
      continue;
    }
    const where = markup ? markup.placeOf(part.offset, part.end) : { place: "text" as const, whole: false };
    const read = part.closed
      ? readVariable(part.inner, format, where?.place ?? null, options)
      : { reason: "not_closed" as const, found: `{{${part.inner}`, suggestion: null };
    if (!("reason" in read) && ++variables <= mostVariables)
      pieces.push(variablePiece(read, inAddress(source, part.offset) ? written(where!) : where!, part.offset));
    else if ("reason" in read || variables === mostVariables + 1) {
      const { reason, found, suggestion } = "reason" in read ? read : tooMany(read.name);
      problems.push({
        reason,
        found: found.slice(0, 80),
        suggestion,
        offset: part.offset,
        ...lineOf(source, part.offset),
      });
    }
  }
  return { template: { format, pieces }, problems };
}

type Part =
  | { kind: "text"; text: string }
  | { kind: "braces"; inner: string; offset: number; end: number; closed: boolean };

/** Text and braces, in order. What opens again before it closes was not closed. */
function* split(source: string): Generator<Part> {
  let at = 0;
  let close = source.indexOf("}}");
  for (;;) {
    const open = source.indexOf("{{", at);
    if (open < 0) return yield { kind: "text", text: source.slice(at) };
    const before = source.slice(at, open);
    if (before.endsWith("\\")) {
      yield { kind: "text", text: `${before.slice(0, -1)}{{` };
      at = open + 2;
      continue;
    }
    yield { kind: "text", text: before };
    if (close >= 0 && close < open + 2) close = source.indexOf("}}", open + 2);
    const again = source.indexOf("{{", open + 2);
    const closed = close >= 0 && (again < 0 || again > close);
    const inner = source.slice(open + 2, closed ? close : again < 0 ? open + 42 : Math.min(again, open + 42));
    at = closed ? close + 2 : open + 2;
    yield { kind: "braces", inner, offset: open, end: at, closed };
  }
}

/** In an address that stands in the text itself: a value there is a part of it, as in a link. */
const inAddress = (source: string, offset: number): boolean =>
  /https?:\/\/[^\s<>"']*$/i.test(source.slice(Math.max(0, offset - 2000), offset).replace(/\{\{[^{}]*\}\}/g, "x"));

const written = (where: Where): Where =>
  where.place === "text" || where.place === "html" ? { place: "written", whole: false } : where;

function variablePiece(variable: Variable, { place, whole }: Where, offset: number): Piece {
  const begins = place === "url" && whole && urlVariables.has(variable.name);
  return { kind: "variable", ...variable, place: begins ? "href" : place, offset };
}

const tooMany = (found: string): Refusal => ({ reason: "too_many", found, suggestion: null });

type Variable = { name: string; fallback: string | null };
type Refusal = { reason: ProblemReason; found: string; suggestion: string | null };

function readVariable(
  inner: string,
  format: TemplateFormat,
  place: Place | null,
  { isField, isKnown = (name) => isVariable(name, isField) }: ParseOptions,
): Variable | Refusal {
  const refusal = (reason: ProblemReason, found = inner.trim(), suggestion: string | null = null): Refusal => ({
    reason,
    found,
    suggestion,
  });
  if (format === "html" && place === null) return refusal("inside_tag");
  if (format === "html" && /[<>]/.test(inner))
    return refusal("formatting_inside", inner.replace(/<[^>]*>?/g, "").trim());
  const plain = (format === "html" ? decodeEntities(inner) : inner).replace(/[\u00a0\u200b\ufeff]/g, " ");
  const bar = plain.indexOf("|");
  const name = (bar < 0 ? plain : plain.slice(0, bar)).trim();
  const fallback = bar < 0 ? null : plain.slice(bar + 1).trim();
  if (!name) return refusal("empty", plain.trim());
  if (name.includes("{") || name.includes("}") || fallback?.includes("{{"))
    return refusal("braces_inside", plain.trim());
  if (!namePattern.test(name)) return refusal("not_a_name", name, nearestVariable(name));
  if (!isKnown(name)) return refusal("unknown_variable", name, nearestVariable(name));
  return { name, fallback };
}

/** Which line and column an offset is at, both from 1. */
export function lineOf(source: string, offset: number): { line: number; column: number } {
  const before = source.slice(0, offset);
  const line = before.split("\n").length;
  return { line, column: offset - before.lastIndexOf("\n") };
}
