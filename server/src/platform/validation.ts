/**
 * How requests are checked. Texts of an address (`?limit=20`) are read as what the schema wants; a JSON body already says what
 * it means and is taken as it is — read loosely, `null` in a “text or null” would become an empty text.
 */
import { AjvCompiler, type BuildCompilerFromPool } from "@fastify/ajv-compiler";

const factory = AjvCompiler();
const common = { removeAdditional: false, allErrors: false, strict: false } as const;

export const buildValidator: BuildCompilerFromPool = (schemas, options) => {
  const loose = factory(schemas, { ...(options as object), customOptions: { ...common, coerceTypes: "array" } });
  const exact = factory(schemas, { ...(options as object), customOptions: { ...common, coerceTypes: false } });
  return (route, meta) =>
    (route as { httpPart?: string }).httpPart === "body" ? exact(route, meta) : loose(route, meta);
};
