/** A problem in words, for answers of the API; the app has its own words in its languages. */
import type { TemplateProblem } from "./ast.ts";

export function explainProblem(problem: TemplateProblem): string {
  const place = `Line ${problem.line}, column ${problem.column}: `;
  const found = `“${problem.found}”`;
  const meant = problem.suggestion ? ` Did you mean {{${problem.suggestion}}}?` : "";
  switch (problem.reason) {
    case "not_closed":
      return `${place}${found} opens with {{ and is not closed with }}.`;
    case "empty":
      return `${place}there is no variable between the braces. Write for example {{contact.first_name | there}}.`;
    case "not_a_name":
      return `${place}${found} is not the name of a variable: a name is like contact.first_name, fallback text stands after |.${meant}`;
    case "unknown_variable":
      return `${place}there is no variable ${found}.${meant}`;
    case "braces_inside":
      return `${place}${found} has braces inside braces.`;
    case "formatting_inside":
      return `${place}part of ${found} is formatted. Format the whole variable or nothing of it.`;
    case "inside_tag":
      return `${place}${found} stands where no value may go. Use variables in text and in link addresses.`;
    case "too_many":
      return `${place}more variables than a text can have (500).`;
  }
}
