/** For every route of the API description: bodies that are not what they say, and values that fit no field. */
import type { Any } from "./api.ts";

export type BadCall = { method: string; path: string; what: string; body?: string | Buffer; type?: string };

const bodies: [string, string | Buffer][] = [
  ...[
    "",
    "{",
    "[]",
    "null",
    '"text"',
    "1e999",
    "{}{}",
    '{"a":',
    "\u0000",
    '{"__proto__":{"admin":true}}',
    `${"[".repeat(20_000)}`,
  ].map((text): [string, string] => [text.slice(0, 30), text]),
  ["not UTF-8", Buffer.from([0x7b, 0x22, 0x61, 0x22, 0x3a, 0x22, 0xc3, 0x28, 0x22, 0x7d])],
];
/** Of a type no field has, and text that databases refuse. */
const values: unknown[] = [
  null,
  -1,
  1e300,
  true,
  [],
  {},
  "",
  "\u0000",
  "\ud800",
  "x".repeat(3_000),
  [[[]]],
  { a: 1 },
  "2026-99-99T99:99:99Z",
];

/** In paths and queries. */
const pieces = ["%00", "%ff", "'", "%E2%80%AE", "a".repeat(3_000)];

/** @param ids a real id by the name of what it is of, so that calls get beyond "not found" */
export function malformedCalls(spec: Any, ids: Record<string, string>): BadCall[] {
  const templates = Object.entries<Record<string, Any>>(spec.paths).filter(
    ([path]) => path.startsWith("/api/v1/") && !leftOut.test(path),
  );
  return templates.flatMap(([template, methods]) =>
    Object.entries(methods).flatMap(([method, operation]) => {
      if (method === "delete") return [];
      return method === "get" ? badReads(template, operation, ids) : badWrites(method, template, operation, ids);
    }),
  );
}

/** What would shut the caller out, or fills the workspace. */
const leftOut = /realtime|setup|\/members|\/api-keys|\/sessions|sample-data|\/workspaces?$/;
const nobody = "01890000-0000-7000-8000-000000000000";

function withIds(template: string, ids: Record<string, string>): string {
  const noun = /\/api\/v1\/([a-z-]+)\/\{/.exec(template)?.[1] ?? "";
  return template.replace(/\{([^}]+)\}/g, (_, name: string) => ids[name === "id" ? noun : name] ?? nobody);
}

function badReads(template: string, operation: Any, ids: Record<string, string>): BadCall[] {
  const query: string[] = (operation.parameters ?? [])
    .filter((one: Any) => one.in === "query")
    .map((one: Any) => one.name);
  const path = withIds(template, ids);
  return pieces.flatMap((piece) => [
    ...query.map((name) => ({
      method: "GET",
      path: `${path}?${name}=${piece}`,
      what: `${name}=${piece.slice(0, 10)}`,
    })),
    ...(template.includes("{")
      ? [{ method: "GET", path: template.replace(/\{[^}]+\}/g, piece), what: piece.slice(0, 10) }]
      : []),
  ]);
}

function badWrites(method: string, template: string, operation: Any, ids: Record<string, string>): BadCall[] {
  const schema = operation.requestBody?.content?.["application/json"]?.schema;
  const call = (what: string, body: string | Buffer, type = "application/json"): BadCall => ({
    method: method.toUpperCase(),
    path: withIds(template, ids),
    what,
    body,
    type,
  });
  const wrong = Object.keys(schema?.properties ?? {}).flatMap((field) =>
    values.map((value) =>
      call(`${field}: ${JSON.stringify(value).slice(0, 20)}`, JSON.stringify({ ...minimal(schema), [field]: value })),
    ),
  );
  return [
    ...bodies.map(([what, body]) => call(what, body)),
    call("another type", "a=b", "application/x-www-form-urlencoded"),
    call("no multipart", "x", "multipart/form-data; boundary=x"),
    ...wrong,
  ];
}

/** The least that passes a schema's own required fields, so that a wrong field is met beyond the first check. */
function minimal(schema: Any): Record<string, unknown> {
  const of = (one: Any): unknown => {
    if (one.enum) return one.enum[0];
    if (one.anyOf) return of(one.anyOf[0]);
    if (one.const !== undefined) return one.const;
    if (one.type === "string")
      return one.format === "email"
        ? "a@b.test"
        : one.format === "uuid"
          ? "01890000-0000-7000-8000-000000000000"
          : "text of some length";
    if (one.type === "integer" || one.type === "number") return one.minimum ?? 1;
    if (one.type === "boolean") return true;
    if (one.type === "array") return [];
    return one.properties ? minimal(one) : {};
  };
  return Object.fromEntries((schema.required ?? []).map((name: string) => [name, of(schema.properties[name])]));
}
