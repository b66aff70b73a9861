/** Malformed requests on every route: a 4xx that says what is wrong, never a 5xx; and no route that answers without credentials. */
import { afterAll, beforeAll, expect, test } from "vitest";
import type { Route } from "../../platform/http.ts";
import type { Api } from "../kit.ts";
import { addressOf, bodyFor, example, fill, type Things, thingsOf } from "./route-cases.ts";
import { openTwo, signInTo, type Two } from "./two-workspaces.ts";

let two: Two;
let things: Things;
let routes: Route[];
let session: Api;

/** The whole list of what answers to anybody. A new entry here is a decision. */
const open = [
  "GET /setup",
  "POST /setup",
  "GET /invitations/by-token/:token",
  "POST /invitations/by-token/:token/accept",
  "GET /files/:id",
  "GET /privacy-archives/:id",
  "GET /remote-image",
];

beforeAll(async () => {
  two = await openTwo();
  await two.test.signIn();
  session = await signInTo(two.test, two.b);
  things = { ...(await thingsOf(two, two.b)), token: "x".repeat(40) };
  routes = two.test.app.composition.routes;
});
afterAll(() => two?.test.close());

const nameOf = (route: Route) => `${route.method} ${route.path}`;
const deep = (levels: number) => "[".repeat(levels) + "]".repeat(levels);

/** Sends text as it is; an object never has the shapes we want to send. */
async function send(
  route: Route,
  text: string | Buffer,
  contentType = "application/json",
): Promise<{ status: number; body: string }> {
  const { headers } = sessionHeaders;
  const response = await two.test.app.http.inject({
    method: route.method,
    url: `/api/v1${fill(route.path, things)}`,
    headers: { ...headers, "content-type": contentType },
    payload: text,
  });
  return { status: response.statusCode, body: response.body };
}
const sessionHeaders: { headers: Record<string, string> } = { headers: {} };

beforeAll(() => {
  sessionHeaders.headers = { authorization: `Bearer ${two.b.key}` };
});

test("only what is meant to be public answers without credentials", async () => {
  const nobody = two.test.as({});
  const wrong: string[] = [];
  for (const route of routes) {
    const isOpen = route.access === "public";
    if (isOpen !== open.includes(nameOf(route))) wrong.push(`${nameOf(route)} is ${isOpen ? "" : "not "}public`);
    if (isOpen) continue;
    const answer = await nobody(route.method, addressOf(route, things), bodyFor(route));
    if (answer.status !== 401) wrong.push(`${nameOf(route)} → ${answer.status}`);
    const bent = await two.test.as({ authorization: "Bearer omf_live_wrong" })(
      route.method,
      addressOf(route, things),
      bodyFor(route),
    );
    if (bent.status !== 401) wrong.push(`${nameOf(route)} with a wrong key → ${bent.status}`);
  }
  expect(wrong).toEqual([]);
});

/** Its body may be left out, and so may be nothing in particular. */
const mayBeNothing = ["null", "broken multipart", "multipart without boundary"];
const isMultipart = (route: Route) => nameOf(route) === "POST /files";
const withBody = () => routes.filter((route) => route.schemas.body || isMultipart(route));

test("a body that is no JSON, another type, or nothing is refused", async () => {
  const wrong: string[] = [];
  const bad: [string, string | Buffer, string][] = [
    ["broken", '{"a":', "application/json"],
    ["empty", "", "application/json"],
    ["null", "null", "application/json"],
    ["array", "[]", "application/json"],
    ["array of objects", "[{}]", "application/json"],
    ["string", '"text"', "application/json"],
    ["number", "17", "application/json"],
    ["deep", deep(50_000), "application/json"],
    ["bytes", Buffer.from([0xff, 0xfe, 0x00, 0x80]), "application/json"],
    ["prototype", '{"__proto__":{"admin":true}}', "application/json"],
    ["constructor", '{"constructor":{"prototype":{"admin":true}}}', "application/json"],
    ["xml", "<a/>", "application/xml"],
    ["form", "a=1", "application/x-www-form-urlencoded"],
    ["text", "hello", "text/plain"],
    ["broken multipart", "--x\r\n", "multipart/form-data; boundary=y"],
    ["multipart without boundary", "--x\r\n", "multipart/form-data"],
  ];
  for (const route of withBody()) {
    for (const [what, text, type] of bad) {
      if (nameOf(route) === "POST /channels/:id/test" && mayBeNothing.includes(what)) continue;
      const { status, body } = await send(route, text, type);
      if (status < 400 || status >= 500) wrong.push(`${nameOf(route)} ${what} → ${status} ${body.slice(0, 150)}`);
    }
  }
  expect(wrong).toEqual([]);
});

test("a body larger than the route takes is refused before it is read", async () => {
  const huge = Buffer.alloc((1 << 20) + 10, 32);
  const wrong: string[] = [];
  for (const route of withBody().filter((r) => !r.bodyLimit)) {
    const { status } = await send(route, huge);
    if (status !== 413) wrong.push(`${nameOf(route)} → ${status}`);
  }
  expect(wrong).toEqual([]);
});

/** Every field of a schema with its place, arrays by their first item. */
function* fieldsOf(schema: any, path: (string | number)[] = []): Generator<{ path: (string | number)[]; schema: any }> {
  const inner = schema.anyOf?.find((s: any) => s.type === "object") ?? schema;
  for (const [name, field] of Object.entries<any>(inner.properties ?? {})) {
    yield { path: [...path, name], schema: field };
    yield* fieldsOf(field, [...path, name]);
    const items = field.items ?? field.anyOf?.find((s: any) => s.type === "array")?.items;
    if (items) yield* fieldsOf(items, [...path, name, 0]);
  }
}

function put(target: any, path: (string | number)[], value: unknown): any {
  const [first, ...rest] = path;
  const copy = Array.isArray(target) ? [...target] : { ...target };
  copy[first!] = rest.length ? put(copy[first!] ?? (typeof rest[0] === "number" ? [] : {}), rest, value) : value;
  return copy;
}

const isFree = (schema: any): boolean =>
  schema.type === undefined && !schema.anyOf && !schema.enum && schema.const === undefined;

test("a field of the wrong type is refused, in every body", async () => {
  const wrong: string[] = [];
  for (const route of withBody().filter((r) => r.schemas.body)) {
    const whole = example(route.schemas.body!, true);
    for (const { path, schema } of fieldsOf(route.schemas.body)) {
      if (isFree(schema)) continue;
      const takesObject = JSON.stringify(schema.anyOf ?? schema).includes('"object"') || schema.type === "object";
      const { status, body } = await send(
        route,
        JSON.stringify(put(whole, path, takesObject ? "text" : { a: { b: 1 } })),
      );
      if (status < 400 || status >= 500)
        wrong.push(`${nameOf(route)} ${path.join(".")} → ${status} ${body.slice(0, 150)}`);
    }
  }
  expect(wrong).toEqual([]);
});

/** JSON text on purpose: JSON.stringify would escape a lone surrogate for us, which is what we want to send. */
const values: Record<string, string> = {
  nul: '"a\\u0000b"',
  "only nul": '"\\u0000"',
  "lone surrogate": '"\\ud800"',
  "reversed surrogates": '"\\udc00\\ud800"',
  "bidi and invisible": '"\\u202e\\u200b\\ufeff"',
  long: `"${"ü".repeat(300_000)}"`,
  "huge number": "1e308",
  "beyond bigint": "99999999999999999999999999",
  negative: "-1",
  "not a date": '"2024-13-45T99:99:99Z"',
  "year 275760": '"+275760-09-13T00:00:00.000Z"',
  null: "null",
};

test("odd values in any field never break anything", async () => {
  const wrong: string[] = [];
  // What would sign the caller out of this test stays untouched.
  const harmless = withBody().filter((r) => r.schemas.body && nameOf(r) !== "PATCH /members/:id");
  for (const route of harmless) {
    const least = bodyFor(route) as object;
    for (const { path } of fieldsOf(route.schemas.body)) {
      for (const [what, text] of Object.entries(values)) {
        const body = JSON.stringify(put(least, path, "\u0001here\u0001")).replace('"\\u0001here\\u0001"', () => text);
        const { status, body: answer } = await send(route, body);
        if (status >= 500) wrong.push(`${nameOf(route)} ${path.join(".")} ${what} → ${status} ${answer.slice(0, 150)}`);
      }
    }
  }
  expect(wrong).toEqual([]);
}, 120_000);

test("odd addresses and queries never break anything", async () => {
  const wrong: string[] = [];
  const ids = [
    "x",
    "%00",
    "%2e%2e%2fetc",
    "0",
    "-1",
    "null",
    "%F0%9F%98%80",
    "a".repeat(400),
    "00000000-0000-0000-0000-000000000000",
    "'%20or%201=1--",
  ];
  const queries = [
    "limit=abc",
    "limit=0",
    "limit=99999999999",
    "cursor=%00",
    "cursor=e30",
    "cursor=WyJhIiwiYiJd",
    "cursor=WzEsMl0",
    "q=%00",
    "q=%27%22%3A*%26%7C!()<->",
    `q=${"a%20".repeat(70)}`,
    "q=%ED%A0%80",
    "limit=1&limit=2",
    "status=x",
    "assignee_id=x",
    "team_id[]=1",
    "sort=x",
    "tag=%00",
    "channel=%00",
    "after=abc",
    "after=-1",
    "after=1e400",
    "kind=x",
  ];
  for (const route of routes) {
    if (route.path.includes(":")) {
      for (const id of ids) {
        const { statusCode } = await two.test.app.http.inject({
          method: route.method,
          url: `/api/v1${route.path.replace(/:\w+/g, id)}`,
          headers: { ...sessionHeaders.headers, "content-type": "application/json" },
          payload: JSON.stringify(bodyFor(route) ?? {}),
        });
        if (statusCode >= 500 || statusCode < 400) wrong.push(`${nameOf(route)} ${id} → ${statusCode}`);
      }
    }
    if (route.method !== "GET") continue;
    for (const query of queries) {
      const { statusCode, body } = await two.test.app.http.inject({
        url: `/api/v1${fill(route.path, things)}?${query}`,
        headers: sessionHeaders.headers,
      });
      if (statusCode >= 500) wrong.push(`${nameOf(route)} ?${query} → ${statusCode} ${body.slice(0, 150)}`);
    }
  }
  expect(wrong).toEqual([]);
}, 60_000);

test("strangers' doors — sign-in, hooks, widget — take malformed requests as well", async () => {
  const wrong: string[] = [];
  const key = (await session("GET", "/channels")).data.find((c: { kind: string }) => c.kind === "chat").key;
  const doors = [
    "/api/auth/sign-in/email",
    "/api/auth/request-password-reset",
    "/api/auth/reset-password",
    "/api/auth/two-factor/verify-totp",
    "/api/auth/nothing",
    `/hooks/${key}`,
    "/hooks/x",
    `/api/widget/${key}/session`,
    `/api/widget/${key}/messages`,
    `/api/widget/${key}/launcher`,
    `/api/widget/${key}/receipts`,
    "/api/widget/x/session",
  ];
  const payloads = [
    "",
    "null",
    "[]",
    '"x"',
    '{"email":{"a":1},"password":[]}',
    '{"email":"\\u0000","password":"\\ud800"}',
    deep(20_000),
    '{"__proto__":{"a":1}}',
  ];
  for (const url of doors) {
    for (const payload of payloads) {
      const { statusCode, body } = await two.test.app.http.inject({
        method: "POST",
        url,
        headers: { "content-type": "application/json", origin: "http://localhost" },
        payload,
      });
      if (statusCode >= 500) wrong.push(`${url} ${payload.slice(0, 40)} → ${statusCode} ${body.slice(0, 150)}`);
    }
  }
  expect(wrong).toEqual([]);
});
