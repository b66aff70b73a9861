import { resolve } from "node:path";
import { describe, expect, test } from "vitest";
import { readEnv } from "./env.ts";

const messageOf = (source: Record<string, string>) => {
  try {
    readEnv(source);
    return "";
  } catch (error) {
    return (error as Error).message;
  }
};

test("nothing needs to be set", () => {
  expect(readEnv({})).toEqual({
    port: 3000,
    host: "0.0.0.0",
    dataDir: resolve("data"),
    databaseUrl: null,
    smtpPort: 2525,
    publicUrl: null,
    secret: undefined,
    smtpUrl: null,
    mailFrom: null,
    bootstrap: null,
    bootstrapMailbox: "support@localhost",
    roles: new Set(["web", "worker"]),
    logLevel: "info",
    s3: null,
    allowPrivateHosts: false,
    trustProxy: false,
  });
});

test("an empty variable is an unset one", () => {
  expect(readEnv({ PORT: "", DATABASE_URL: " ", OMNIFLOW_BOOTSTRAP_EMAIL: "" })).toEqual(readEnv({}));
});

test("everything can be set", () => {
  const env = readEnv({
    PORT: "0",
    OMNIFLOW_HOST: "127.0.0.1",
    OMNIFLOW_DATA_DIR: "/var/lib/omniflow",
    DATABASE_URL: "postgresql://u:p@db/omniflow?sslmode=require",
    OMNIFLOW_SMTP_PORT: "25",
    OMNIFLOW_PUBLIC_URL: "https://help.example.com/",
    OMNIFLOW_SECRET: "0123456789abcdef",
    OMNIFLOW_SMTP_URL: "smtp://user:pass@mail.example.com:587",
    OMNIFLOW_MAIL_FROM: "Help <help@example.com>",
    OMNIFLOW_BOOTSTRAP_EMAIL: "Ann@Example.com",
    OMNIFLOW_BOOTSTRAP_PASSWORD: "correct horse",
    OMNIFLOW_BOOTSTRAP_API_KEY: "omf_live_0123456789",
    OMNIFLOW_BOOTSTRAP_MAILBOX: "hello@example.com",
    OMNIFLOW_ROLES: "worker",
    OMNIFLOW_LOG_LEVEL: "debug",
    OMNIFLOW_S3_ENDPOINT: "https://s3.example.com/",
    OMNIFLOW_S3_BUCKET: "files",
    OMNIFLOW_S3_ACCESS_KEY_ID: "id",
    OMNIFLOW_S3_SECRET_ACCESS_KEY: "key",
    OMNIFLOW_ALLOW_PRIVATE_HOSTS: "yes",
    OMNIFLOW_TRUST_PROXY: "1",
  });
  expect(env).toMatchObject({
    port: 0,
    publicUrl: "https://help.example.com",
    bootstrap: { email: "ann@example.com", password: "correct horse", apiKey: "omf_live_0123456789" },
    bootstrapMailbox: "hello@example.com",
    roles: new Set(["worker"]),
    s3: { endpoint: "https://s3.example.com", region: "us-east-1" },
    allowPrivateHosts: true,
    trustProxy: 1,
  });
  expect(Object.isFrozen(env)).toBe(true);
});

describe("a wrong setting is named", () => {
  test.each([
    ["PORT", "http"],
    ["PORT", "70000"],
    ["OMNIFLOW_SMTP_PORT", "-1"],
    ["DATABASE_URL", "mysql://db/omniflow"],
    ["OMNIFLOW_PUBLIC_URL", "help.example.com"],
    ["OMNIFLOW_SECRET", "short"],
    ["OMNIFLOW_SMTP_URL", "mail.example.com:587"],
    ["OMNIFLOW_MAIL_FROM", "Help"],
    ["OMNIFLOW_BOOTSTRAP_MAILBOX", "support"],
    ["OMNIFLOW_ROLES", "web,mail"],
    ["OMNIFLOW_LOG_LEVEL", "loud"],
    ["OMNIFLOW_ALLOW_PRIVATE_HOSTS", "maybe"],
    ["OMNIFLOW_S3_ENDPOINT", "s3.example.com"],
  ])("%s=%s", (name, value) => expect(messageOf({ [name]: value })).toContain(`${name} must be`));

  test("all of them at once, and what belongs together", () => {
    const message = messageOf({ PORT: "x", OMNIFLOW_BOOTSTRAP_EMAIL: "ann@example.com", OMNIFLOW_S3_BUCKET: "files" });
    for (const name of ["PORT", "OMNIFLOW_BOOTSTRAP_PASSWORD", "OMNIFLOW_S3_ENDPOINT", "OMNIFLOW_S3_ACCESS_KEY_ID"]) {
      expect(message).toContain(`${name} must`);
    }
  });

  test("without repeating a secret", () => {
    expect(messageOf({ OMNIFLOW_SECRET: "tooshort", DATABASE_URL: "mysql://u:hunter2@db" })).not.toMatch(
      /tooshort|hunter2/,
    );
  });
});
