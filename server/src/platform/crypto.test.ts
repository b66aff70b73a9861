import { mkdtempSync, readFileSync, rmSync, statSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, describe, expect, test } from "vitest";
import { createCrypto, equal, hashToken, loadSecret, randomToken } from "./crypto.ts";

const crypto = createCrypto(Buffer.from("a secret of this installation"));
const other = createCrypto(Buffer.from("another installation's secret"));
const now = new Date("2026-01-05T09:00:00Z");
const later = new Date("2026-01-05T10:00:00Z");

describe("a sealed value", () => {
  const sealed = crypto.seal("connection", "päss", "row-1");

  test("opens where it was made", () => expect(crypto.open("connection", sealed, "row-1").toString()).toBe("päss"));
  test("is never the same twice, and shows nothing", () => {
    expect(crypto.seal("connection", "päss", "row-1").equals(sealed)).toBe(false);
    expect(sealed.includes("päss")).toBe(false);
  });
  test("opens nowhere else", () => {
    expect(() => crypto.open("totp", sealed, "row-1")).toThrow("cannot be opened");
    expect(() => crypto.open("connection", sealed, "row-2")).toThrow("cannot be opened");
    expect(() => crypto.open("connection", sealed)).toThrow("cannot be opened");
    expect(() => other.open("connection", sealed, "row-1")).toThrow("OMNIFLOW_SECRET");
  });
  test("opens no longer when any bit was changed, or the end is missing", () => {
    for (let i = 0; i < sealed.length; i++) {
      const changed = Buffer.from(sealed);
      changed[i]! ^= 1;
      expect(() => crypto.open("connection", changed, "row-1")).toThrow();
    }
    for (let length = 0; length < sealed.length; length++) {
      expect(() => crypto.open("connection", sealed.subarray(0, length), "row-1")).toThrow();
    }
  });
  test("can be empty or bytes", () => {
    expect(crypto.open("x", crypto.seal("x", "")).length).toBe(0);
    expect(crypto.open("x", new Uint8Array(crypto.seal("x", Buffer.of(0, 255))))).toEqual(Buffer.of(0, 255));
  });
});

describe("a signed token", () => {
  const token = crypto.signToken("reply", "conversation/1?ü", { expiresAt: later });

  test("is URL-safe and carries its payload until it expires", () => {
    expect(token).toMatch(/^[\w.-]+$/);
    expect(crypto.readToken("reply", token, now)).toBe("conversation/1?ü");
    expect(crypto.readToken("reply", token, later)).toBeNull();
    expect(crypto.readToken("reply", crypto.signToken("reply", "x"), new Date("2099-01-01"))).toBe("x");
  });
  test("is nothing elsewhere or changed", () => {
    expect(crypto.readToken("invite", token, now)).toBeNull();
    expect(other.readToken("reply", token, now)).toBeNull();
    const [payload, expiry, proof] = token.split(".");
    const forged = [
      `${payload}..${proof}`,
      `${payload}.zzzzzz.${proof}`,
      `eA.${expiry}.${proof}`,
      `${token}.`,
      `${token}x`,
      payload!,
      "",
      "..",
      "...",
    ];
    for (const text of forged) expect(crypto.readToken("reply", text, now)).toBeNull();
  });
});

describe("a signed address", () => {
  const url = crypto.signedUrl("/files/1?name=a%20b", later);

  test("holds until it expires", () => {
    expect(crypto.isSignedUrl(url, now)).toBe(true);
    expect(crypto.isSignedUrl(url, later)).toBe(false);
    expect(crypto.isSignedUrl(crypto.signedUrl("/files/2", later), now)).toBe(true);
  });
  test("cannot be bent to another file, time or query", () => {
    const bent = [
      url.replace("/1", "/2"),
      url.replace(/expires=\w+/, "expires=zzzzzzz"),
      `${url}&download=1`,
      url.replace("&signature", "&x=1&signature"),
      "/files/1",
    ];
    for (const text of bent) expect(crypto.isSignedUrl(text, now)).toBe(false);
    expect(other.isSignedUrl(url, now)).toBe(false);
  });
});

test("keys differ by purpose and installation, and stay the same", () => {
  expect(crypto.keyFor("a")).toEqual(createCrypto(Buffer.from("a secret of this installation")).keyFor("a"));
  const keys = [crypto.keyFor("a"), crypto.keyFor("b"), other.keyFor("a")].map((key) => key.toString("hex"));
  expect(new Set(keys).size).toBe(3);
  expect(crypto.sign("a", "x", 12)).toHaveLength(16);
  expect(crypto.sign("a", "x")).not.toBe(crypto.sign("b", "x"));
});

test("random tokens and their hashes", () => {
  expect(randomToken()).toMatch(/^[\w-]{43}$/);
  expect(randomToken()).not.toBe(randomToken());
  expect(hashToken("abc").toString("hex")).toBe("ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
  expect([equal("a", "a"), equal("a", "b"), equal("a", "aa")]).toEqual([true, false, false]);
});

describe("the secret", () => {
  const directory = mkdtempSync(join(tmpdir(), "omniflow-secret-"));
  afterAll(() => rmSync(directory, { recursive: true }));

  test("is made once, for us alone, and kept", () => {
    const made = loadSecret(undefined, join(directory, "data"));
    expect(made.length).toBe(43);
    expect(loadSecret(undefined, join(directory, "data"))).toEqual(made);
    expect(statSync(join(directory, "data", "secret")).mode & 0o777).toBe(0o600);
    expect(readFileSync(join(directory, "data", "secret"), "utf8").trim()).toBe(made.toString());
  });
  test("from the environment goes first", () => {
    expect(loadSecret("given by hand", join(directory, "data")).toString()).toBe("given by hand");
  });
});
