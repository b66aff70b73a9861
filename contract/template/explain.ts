/** A problem in words, for answers of the API. The editor of the app says it shorter; what the API says is in `web/src/said` in other languages. */
import type { TemplateProblem } from "./ast.ts";

export function explainProblem(problem: TemplateProblem): string {
  const { line, column, suggestion } = problem;
  return suggestion
    ? `Line ${line}, column ${column}: ${sentenceOf(problem)} Did you mean {{${suggestion}}}?`
    : `Line ${line}, column ${column}: ${sentenceOf(problem)}`;
}

function sentenceOf({ reason, found }: TemplateProblem): string {
  switch (reason) {
    case "not_closed":
      return `“${found}” opens with {{ and is not closed with }}.`;
    case "empty":
      return "There is no variable between the braces. Write for example {{contact.first_name | there}}.";
    case "not_a_name":
      return `“${found}” is not the name of a variable: a name is like contact.first_name, fallback text stands after |.`;
    case "unknown_variable":
      return `There is no variable “${found}”.`;
    case "braces_inside":
      return `“${found}” has braces inside braces.`;
    case "formatting_inside":
      return `Part of “${found}” is formatted. Format the whole variable or nothing of it.`;
    case "inside_tag":
      return `“${found}” stands where no value may go. Use variables in text and in link addresses.`;
    case "too_many":
      return "More variables than a text can have (500).";
  }
}
