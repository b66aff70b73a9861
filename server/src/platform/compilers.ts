/**
 * How requests are checked and answers written, from the schemas of the routes. Each schema is compiled when it is first needed:
 * compiling all of them takes every start-up 1.5 s, and most routes are not asked for in a process's life. That each compiles is
 * the matter of a guard (test/guards/schemas.test.ts).
 */
import { AjvCompiler, type BuildCompilerFromPool } from "@fastify/ajv-compiler";
import { SerializerSelector } from "@fastify/fast-json-stringify-compiler";

/**
 * Texts of an address (`?limit=20`) are read as what the schema wants; a JSON body already says what it means and is taken as it
 * is — read loosely, `null` in a “text or null” would become an empty text.
 */
export const buildValidator: BuildCompilerFromPool = (schemas, options) => {
  const loose = validators(schemas, { ...(options as object), customOptions: { ...common, coerceTypes: "array" } });
  const exact = validators(schemas, { ...(options as object), customOptions: { ...common, coerceTypes: false } });
  return (route, meta) => {
    const compile = (route as { httpPart?: string }).httpPart === "body" ? exact : loose;
    return whenFirstUsed(() => compile(route, meta));
  };
};

export const buildSerializer: ReturnType<typeof SerializerSelector> = (schemas, options) => {
  const compile = serializers(schemas, options);
  return (route) => whenFirstUsed(() => compile(route));
};

const validators = AjvCompiler();
const serializers = SerializerSelector();
const common = { removeAdditional: false, allErrors: false, strict: false } as const;

/** A validator leaves what it found on itself, so that is handed on. */
function whenFirstUsed<F extends (data: unknown) => unknown>(compile: () => F): F {
  let compiled: (F & { errors?: unknown }) | null = null;
  const made = (data: unknown) => {
    compiled ??= compile();
    const result = compiled(data);
    if (compiled.errors !== undefined) (made as { errors?: unknown }).errors = compiled.errors;
    return result;
  };
  return made as unknown as F;
}
