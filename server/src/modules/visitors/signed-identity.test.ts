import { describe, expect, test } from "vitest";
import { readSignedIdentity } from "./signed-identity.ts";
import { signJwt as sign } from "./testing.ts";

const secret = "a secret that only the shop's server knows";
const now = new Date("2026-01-05T09:00:00Z");
const seconds = now.getTime() / 1000;
const encode = (value: unknown) => Buffer.from(JSON.stringify(value)).toString("base64url");
const signJwt = (claims: object, key = secret, header?: object) => sign(claims, key, header);

const read = (token: string, key: string | undefined = secret) => readSignedIdentity(token, key, now);

test("who the host site signed for", () => {
  expect(read(signJwt({ sub: "42", email: "Jane@Example.com", name: "Jane" }))).toEqual({
    userId: "42",
    email: "jane@example.com",
    name: "Jane",
  });
  expect(read(signJwt({ user_id: 42, exp: seconds + 60 }))).toEqual({ userId: "42", email: null, name: null });
  // A token of an independent implementation (jwt.io's debugger).
  const known =
    "eyJhbGciOiJIUzI1NiIsInR5cCI6IkpXVCJ9.eyJzdWIiOiIxMjM0NTY3ODkwIiwibmFtZSI6IkpvaG4gRG9lIiwiaWF0IjoxNTE2MjM5MDIyfQ.SflKxwRJSMeKKF2QT4fwpMeJf36POk6yJV_adQssw5c";
  expect(read(known, "your-256-bit-secret").name).toBe("John Doe");
});

describe("refused", () => {
  const good = signJwt({ sub: "42" });
  const [header, , signature] = good.split(".");
  test.each([
    ["another key", signJwt({ sub: "42" }, "x".repeat(32)), /signature/],
    ["changed claims", `${header}.${encode({ sub: "43" })}.${signature}`, /signature/],
    ["no algorithm", signJwt({ sub: "42" }, secret, { alg: "none" }), /HS256/],
    ["no signature", `${encode({ alg: "none" })}.${encode({ sub: "42" })}.`, /not a JWT/],
    ["another algorithm", signJwt({ sub: "42" }, secret, { alg: "HS512" }), /HS256/],
    ["a short signature", good.slice(0, -4), /signature/],
    ["nobody", signJwt({ name: "Jane" }), /names neither/],
    ["an empty id", signJwt({ sub: "  " }), /names neither/],
    ["not yet valid", signJwt({ sub: "42", nbf: seconds + 3600 }), /not valid yet/],
    ["rubbish", "a.b.c", /HS256/],
    ["a header that is no object", `${encode(null)}.${encode({})}.x`, /HS256/],
    ["expired", signJwt({ sub: "42", exp: seconds - 61 }), /expired/],
    ["an expiry that is no number", signJwt({ sub: "42", exp: "never" }), /expired/],
  ])("%s", (_name, token, reason) => {
    expect(() => read(token)).toThrow(reason);
  });

  test("everything, when there is no secret", () => {
    expect(() => readSignedIdentity(good, undefined, now)).toThrow(/no identity secret/);
    expect(() => readSignedIdentity(signJwt({ sub: "42" }, ""), "", now)).toThrow(/no identity secret/);
  });
});
