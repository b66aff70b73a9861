/**
 * The template language of canned responses, signatures, automatic replies and notifications: `{{contact.first_name | there}}`.
 * Pure and small; used by server and app alike. Parse once, refuse what is wrong on save, fill by place.
 */
export * from "./ast.ts";
export { decodeEntities, escapeMarkup } from "./escape.ts";
export { explainProblem } from "./explain.ts";
export { type ParseOptions, parseTemplate } from "./parse.ts";
export {
  beginsWithMarkup,
  type Rendered,
  type RenderOptions,
  renderTemplate,
  type TemplateValue,
  type TemplateValues,
  textToHtml,
} from "./render.ts";
export { customFieldNouns, isCustomField, isVariable, templateVariables } from "./variables.ts";
