/** The template language at the edges of the server: what is wrong is refused on save, with position and reason. */
import {
  beginsWithMarkup,
  explainProblem,
  type ParseOptions,
  parseTemplate,
  type TemplateFormat,
} from "@omniflow/contract/template";
import { AppError } from "../errors.ts";

/** @throws validation_failed naming the first mistake of the text. */
export function refuseTemplate(
  source: string,
  format: TemplateFormat,
  field: string,
  options: ParseOptions = {},
): void {
  const [problem] = parseTemplate(source, format, options).problems;
  if (problem) throw new AppError("validation_failed", explainProblem(problem), { field });
}

/** As refuseTemplate, of a text that may be plain or HTML. */
export const refuseEither = (source: string, field: string): void =>
  refuseTemplate(source, beginsWithMarkup(source) ? "html" : "text", field);
