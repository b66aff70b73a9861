/** The settings of an installation: read from the environment once, checked, and handed down. Nothing else reads process.env. */
import { resolve } from "node:path";
import { AppError } from "./errors.ts";
import type { LogLevel } from "./platform/log.ts";

export type Role = "web" | "worker";
export type S3Settings = {
  endpoint: string;
  bucket: string;
  region: string;
  accessKeyId: string;
  secretAccessKey: string;
};

export type Env = Readonly<{
  port: number;
  host: string;
  /** Absolute. */
  dataDir: string;
  /** Null: run the embedded PostgreSQL. */
  databaseUrl: string | null;
  smtpPort: number;
  /** Without a slash at the end. Null when unset: the address is then http://localhost and the port really taken. */
  publicUrl: string | null;
  secret: string | undefined;
  /** Relay for outgoing mail; null: none. */
  smtpUrl: string | null;
  /** Sender of the installation's own mail; null: no-reply at the public host. */
  mailFrom: string | null;
  bootstrap: Readonly<{ email: string; password: string; apiKey: string | null }> | null;
  bootstrapMailbox: string;
  roles: ReadonlySet<Role>;
  logLevel: LogLevel;
  /** Null: files lie on disk, in the data directory. */
  s3: Readonly<S3Settings> | null;
  /** Whether calls made for a workspace may reach private addresses (mail servers inside the house, tests). */
  allowPrivateHosts: boolean;
  /** Whom to believe about the caller's address: nobody, everybody, so many hops, or these addresses (Fastify's trustProxy). */
  trustProxy: boolean | number | string;
}>;

const logLevels: readonly LogLevel[] = ["fatal", "error", "warn", "info", "debug", "trace", "silent"];
const defaultMailbox = "support@localhost";

/** @throws AppError that names every variable that is wrong, and what it should be. */
export function readEnv(source: Record<string, string | undefined>): Env {
  const problems: string[] = [];
  const read = reader(source, problems);
  const env: Env = {
    port: read.port("PORT", 3000),
    host: read.text("OMNIFLOW_HOST") ?? "0.0.0.0",
    dataDir: resolve(read.text("OMNIFLOW_DATA_DIR") ?? "data"),
    databaseUrl: read.url("DATABASE_URL", ["postgres:", "postgresql:"]),
    smtpPort: read.port("OMNIFLOW_SMTP_PORT", 2525),
    publicUrl: read.url("OMNIFLOW_PUBLIC_URL", ["http:", "https:"])?.replace(/\/+$/, "") ?? null,
    secret: read.checked("OMNIFLOW_SECRET", (text) => text.length >= 16, "16 characters or more (a random text)"),
    smtpUrl: read.url("OMNIFLOW_SMTP_URL", ["smtp:", "smtps:"]),
    mailFrom:
      read.checked("OMNIFLOW_MAIL_FROM", (text) => /@[^\s@<>]+>?$/.test(text), "a mail address, or Name <address>") ??
      null,
    bootstrap: readBootstrap(read, problems),
    bootstrapMailbox: read.checked("OMNIFLOW_BOOTSTRAP_MAILBOX", isAddress, "a mail address") ?? defaultMailbox,
    roles: readRoles(read, problems),
    logLevel: read.choice("OMNIFLOW_LOG_LEVEL", logLevels, "info"),
    s3: readS3(read, problems),
    allowPrivateHosts: read.flag("OMNIFLOW_ALLOW_PRIVATE_HOSTS"),
    trustProxy: readTrustProxy(read.text("OMNIFLOW_TRUST_PROXY")),
  };
  if (problems.length > 0)
    throw new AppError("validation_failed", `Settings that cannot be used:\n  ${problems.join("\n  ")}`);
  return Object.freeze(env);
}

type Reader = ReturnType<typeof reader>;

function reader(source: Record<string, string | undefined>, problems: string[]) {
  // An empty variable is what compose files make of an unset one.
  const text = (name: string) => source[name]?.trim() || undefined;
  function checked(name: string, isRight: (text: string) => boolean, expected: string): string | undefined {
    const value = text(name);
    if (value === undefined || isRight(value)) return value;
    problems.push(`${name} must be ${expected}.`);
    return undefined;
  }
  return {
    text,
    checked,
    port: (name: string, fallback: number) =>
      Number(
        checked(name, (value) => /^\d{1,5}$/.test(value) && Number(value) <= 65535, "a port number, 0 to 65535") ??
          fallback,
      ),
    url: (name: string, protocols: string[]) =>
      checked(
        name,
        (value) => protocols.includes(URL.parse(value)?.protocol ?? ""),
        `an address that starts with ${protocols.map((p) => `${p}//`).join(" or ")}`,
      ) ?? null,
    choice: <Choice extends string>(name: string, choices: readonly Choice[], fallback: Choice) =>
      (checked(name, (value) => choices.includes(value as Choice), `one of ${choices.join(", ")}`) as
        | Choice
        | undefined) ?? fallback,
    flag: (name: string) =>
      /^(1|true|yes|on)$/i.test(
        checked(name, (value) => /^(0|1|true|false|yes|no|on|off)$/i.test(value), "true or false") ?? "",
      ),
  };
}

function readBootstrap(read: Reader, problems: string[]): Env["bootstrap"] {
  const email = read.checked("OMNIFLOW_BOOTSTRAP_EMAIL", isAddress, "a mail address");
  const password = read.checked("OMNIFLOW_BOOTSTRAP_PASSWORD", (text) => text.length >= 8, "8 characters or more");
  const apiKey =
    read.checked(
      "OMNIFLOW_BOOTSTRAP_API_KEY",
      (text) => /^\S{8,200}$/.test(text),
      "8 to 200 characters without spaces",
    ) ?? null;
  const given = ["EMAIL", "PASSWORD", "API_KEY"].filter(
    (name) => read.text(`OMNIFLOW_BOOTSTRAP_${name}`) !== undefined,
  );
  if (given.length === 0) return null;
  for (const name of ["EMAIL", "PASSWORD"]) {
    if (!given.includes(name))
      problems.push(`OMNIFLOW_BOOTSTRAP_${name} must be set too, since OMNIFLOW_BOOTSTRAP_${given[0]} is.`);
  }
  return email && password ? Object.freeze({ email: email.toLowerCase(), password, apiKey }) : null;
}

function readRoles(read: Reader, problems: string[]): ReadonlySet<Role> {
  const names = (read.text("OMNIFLOW_ROLES") ?? "web,worker").split(",").map((name) => name.trim().toLowerCase());
  if (names.every((name): name is Role => name === "web" || name === "worker")) return new Set(names);
  problems.push("OMNIFLOW_ROLES must be web, worker or both with a comma between them.");
  return new Set();
}

function readS3(read: Reader, problems: string[]): Env["s3"] {
  const names = {
    endpoint: "ENDPOINT",
    bucket: "BUCKET",
    accessKeyId: "ACCESS_KEY_ID",
    secretAccessKey: "SECRET_ACCESS_KEY",
  };
  const values = {
    endpoint: read.url("OMNIFLOW_S3_ENDPOINT", ["http:", "https:"])?.replace(/\/+$/, ""),
    bucket: read.text("OMNIFLOW_S3_BUCKET"),
    accessKeyId: read.text("OMNIFLOW_S3_ACCESS_KEY_ID"),
    secretAccessKey: read.text("OMNIFLOW_S3_SECRET_ACCESS_KEY"),
  };
  const missing = Object.entries(names).filter(([, name]) => read.text(`OMNIFLOW_S3_${name}`) === undefined);
  if (missing.length === Object.keys(names).length) return null;
  for (const [, name] of missing)
    problems.push(`OMNIFLOW_S3_${name} must be set too: file storage in S3 needs all four.`);
  const { endpoint, bucket, accessKeyId, secretAccessKey } = values;
  if (!endpoint || !bucket || !accessKeyId || !secretAccessKey) return null;
  return Object.freeze({
    endpoint,
    bucket,
    accessKeyId,
    secretAccessKey,
    region: read.text("OMNIFLOW_S3_REGION") ?? "us-east-1",
  });
}

function readTrustProxy(text: string | undefined): boolean | number | string {
  if (text === undefined || /^(0|false|no|off)$/i.test(text)) return false;
  if (/^(true|yes|on)$/i.test(text)) return true;
  return /^\d+$/.test(text) ? Number(text) : text;
}

/** A mailbox of the built-in listener may be at a host without a dot. */
function isAddress(text: string): boolean {
  return /^[^\s@<>",;]+@[^\s@<>",;]+$/.test(text);
}
