/** What is wrong with a value, by the keyword of the schema it broke: said behind the name of its field. */

type Problem = { keyword: string; params?: unknown; message?: string };

export function wordsOfProblem({ keyword, params, message }: Problem): string {
  const { limit, format, type, allowedValues } = (params ?? {}) as Record<string, unknown>;
  const spoken: Record<string, string> = {
    required: "is needed",
    additionalProperties: "is not a field of this request",
    minLength: limit === 1 ? "is empty" : `takes ${limit} characters or more`,
    maxLength: `takes ${limit} characters at most`,
    minimum: `takes ${limit} or more`,
    maximum: `takes ${limit} at most`,
    minItems: limit === 1 ? "is empty" : `takes ${limit} entries or more`,
    maxItems: `takes ${limit} entries at most`,
    minProperties: "is empty",
    maxProperties: `takes ${limit} entries at most`,
    uniqueItems: "has an entry twice",
    pattern: "is not written as it should be",
    format: formats[String(format)] ?? "is not written as it should be",
    enum: `takes one of ${[allowedValues].flat().join(", ")}`,
    const: "is none of the choices",
    anyOf: "is none of the choices",
    type: types[String([type].flat()[0])] ?? "is of another type",
  };
  return spoken[keyword] ?? message ?? keyword;
}

const formats: Record<string, string> = {
  uuid: "is not an id",
  email: "is not a mail address",
  uri: "is not a web address",
  date: "is not a date",
  "date-time": "is not a time",
};

const types: Record<string, string> = {
  integer: "takes a whole number",
  number: "takes a number",
  boolean: "takes true or false",
  string: "takes a text",
  array: "takes a list",
  object: "takes an object",
  null: "takes nothing",
};
