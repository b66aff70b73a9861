/** The template language at the edges of the server: what is wrong is refused on save, with position and reason. */
import { explainProblem, parseTemplate, type TemplateFormat } from "@omniflow/contract/template";
import { AppError } from "../errors.ts";

/** @throws validation_failed naming the first mistake of the text. */
export function refuseTemplate(
  source: string,
  format: TemplateFormat,
  field: string,
  isField?: (name: string) => boolean,
): void {
  const [problem] = parseTemplate(source, format, isField ? { isField } : {}).problems;
  if (problem) throw new AppError("validation_failed", explainProblem(problem), { field });
}
