import { describe, expect, it } from "vitest";
import { formItems, groupsOf, initialValues, payloadOf, problemsOf } from "./from-schema.ts";

const kind = {
  settings: {
    type: "object",
    required: ["token_name"],
    properties: {
      mode: {
        anyOf: [
          { const: "builtin", title: "Forward to us" },
          { const: "imap", title: "IMAP and SMTP" },
        ],
        default: "builtin",
      },
      host: { type: "string", maxLength: 20, default: "" },
      port: { type: "integer", minimum: 1, maximum: 65535, default: 993 },
      secure: { type: "boolean", default: true },
      origins: { type: "array", items: { type: "string" }, default: [] },
      accent: { type: "string", pattern: "^#[0-9a-f]{6}$", default: "#2f5bea" },
      corner: { type: "string", enum: ["right", "bottom_left"], default: "right" },
      token_name: { type: "string" },
      internal: { type: "string" },
    },
  },
  secrets: { type: "object", required: ["password"], properties: { password: { type: "string", minLength: 8 } } },
  form: {
    mode: { input: "choice" as const, label: "Mode" },
    host: { input: "text" as const, label: "Server", group: "Incoming", when: { field: "mode", is: "imap" } },
    port: { input: "number" as const, label: "Port", group: "Incoming", when: { field: "mode", is: "imap" } },
    secure: { input: "checkbox" as const, label: "TLS", group: "Incoming" },
    origins: { input: "list" as const, label: "Sites" },
    accent: { input: "color" as const, label: "Accent" },
    corner: { input: "choice" as const, label: "Corner" },
    token_name: { input: "text" as const, label: "Token" },
    password: { input: "password" as const, label: "Password" },
  },
};
const items = formItems(kind);
const item = (name: string) => items.find((one) => one.name === name)!;

describe("the fields", () => {
  it("come in the order of the form, from settings and secrets; what the form leaves out is not for people", () => {
    expect(items.map((one) => one.name)).toEqual(Object.keys(kind.form));
    expect(item("password").store).toBe("secrets");
  });

  it("take options with their titles, or readable words", () => {
    expect(item("mode").options).toEqual([
      { value: "builtin", label: "Forward to us" },
      { value: "imap", label: "IMAP and SMTP" },
    ]);
    expect(item("corner").options.map((one) => one.label)).toEqual(["Right", "Bottom left"]);
  });

  it("are required only where the server has no default", () => {
    expect(items.filter((one) => one.required).map((one) => one.name)).toEqual(["token_name", "password"]);
  });

  it("start with the stored value, else the default; a secret always starts empty", () => {
    const values = initialValues(items, { port: 143, origins: ["https://a", "https://b"] });
    expect(values).toMatchObject({
      port: "143",
      secure: true,
      origins: "https://a\nhttps://b",
      mode: "builtin",
      password: "",
    });
  });

  it("are grouped, and hidden until their condition holds", () => {
    const values = initialValues(items);
    const names = (now: typeof values) =>
      groupsOf(items, now).map((group) => [group.heading, group.items.map((one) => one.name)]);
    expect(names(values).at(-1)).toEqual(["Incoming", ["secure"]]);
    expect(names({ ...values, mode: "imap" }).at(-1)).toEqual(["Incoming", ["host", "port", "secure"]]);
  });
});

describe("checking", () => {
  const good = { ...initialValues(items), token_name: "x", password: "long enough" };

  it("accepts what is right", () => {
    expect(problemsOf(items, good)).toEqual({});
  });

  it.each([
    [{ token_name: " " }, { token_name: "required" }],
    [{ mode: "imap", port: "abc" }, { port: "number" }],
    [{ mode: "imap", port: "70000" }, { port: "range" }],
    [{ mode: "imap", host: "x".repeat(21) }, { host: "length" }],
    [{ accent: "blue" }, { accent: "pattern" }],
    [{ password: "short" }, { password: "length" }],
    [{ password: "" }, { password: "required" }],
  ])("%o", (change, problems) => {
    expect(problemsOf(items, { ...good, ...change } as typeof good)).toEqual(problems);
  });

  it("does not complain about hidden fields, nor about a secret that is set", () => {
    expect(problemsOf(items, { ...good, port: "abc", password: "" }, ["password"])).toEqual({});
  });
});

describe("what is sent", () => {
  it("has numbers as numbers, lists as lists, and a secret only when one was entered", () => {
    const values = { ...initialValues(items), port: "143", origins: " https://a \n\n", token_name: "x" };
    expect(payloadOf(items, values)).toEqual({
      settings: {
        mode: "builtin",
        host: "",
        port: 143,
        secure: true,
        origins: ["https://a"],
        accent: "#2f5bea",
        corner: "right",
        token_name: "x",
      },
      secrets: {},
    });
    expect(payloadOf(items, { ...values, password: "long enough" }).secrets).toEqual({ password: "long enough" });
  });

  it("leaves an emptied number to its default", () => {
    expect(payloadOf(items, { ...initialValues(items), port: "" }).settings).not.toHaveProperty("port");
  });
});
