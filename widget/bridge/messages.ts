/**
 * What the host page's loader and the frame say to each other by postMessage. Both sides take nothing on trust: a message
 * counts only when it comes from the right window and origin and has exactly one of these shapes.
 */
import type { WidgetLook, WidgetPage } from "@omniflow/contract/widget";

/** What the host page says about the visitor. Only `token` (a signed JWT) proves anything. */
export type Person = { name?: string; email?: string; token?: string };

/** What the frame asked the host page to keep, or the page itself keeps for it, by name. */
export type Kept = Record<string, string>;

/** Loader → frame. */
export type ToFrame =
  | {
      t: "init";
      kept: Kept;
      person: Person;
      page: WidgetPage;
      language: string;
      theme: string;
      open: boolean;
      /** Text to begin with, asked for before the frame was there. */
      compose: string | null;
    }
  /** @property kept not from a loader of an earlier version, which a browser may still have */
  | { t: "open"; open: boolean; kept?: Kept }
  | { t: "page"; page: WidgetPage }
  | { t: "person"; person: Person }
  | { t: "settings"; language: string; theme: string }
  | { t: "compose"; text: string };

/** Frame → loader. */
export type ToHost =
  /** The frame's script runs and waits for `init`. */
  | { t: "hello" }
  /** The visitor can talk now. */
  | { t: "ready"; look: WidgetLook }
  /** Keep this in the first-party storage of the page, where it survives reloads; null: forget it. */
  | { t: "keep"; name: string; value: string | null }
  | { t: "unread"; count: number }
  | { t: "message"; text: string; author: string }
  | { t: "close" }
  | { t: "refused"; reason: string };

// biome-ignore lint/suspicious/noExplicitAny: what arrives by postMessage can be anything; that is what is checked here
type Anything = any;
type Checks<M extends { t: string }> = Record<M["t"], (m: Anything) => unknown>;

const text = (value: unknown, max: number) => typeof value === "string" && value.length <= max;
const maybeText = (value: unknown, max: number) => value === undefined || text(value, max);

/** Names a frame may keep things under: `token`, `draft`, `opened`, `trail`, `outbox.<uuid>`. */
const isKept = (name: string, value: unknown) => /^[a-z]{1,20}(\.[0-9a-f-]{36})?$/.test(name) && text(value, 60_000);
const isKeeping = (kept: Anything) => kept && Object.keys(kept).every((name) => isKept(name, kept[name]));
const isPerson = (m: Anything) => m && maybeText(m.name, 200) && maybeText(m.email, 320) && maybeText(m.token, 4000);
const isPage = (m: Anything) => m && text(m.url, 2000) && text(m.title, 300) && maybeText(m.referrer, 2000);

const toFrame: Checks<ToFrame> = {
  init: (m) =>
    isKeeping(m.kept) &&
    (m.compose === null || text(m.compose, 10_000)) &&
    typeof m.open === "boolean" &&
    isPerson(m.person) &&
    isPage(m.page) &&
    text(m.language, 35) &&
    text(m.theme, 10),
  open: (m) => typeof m.open === "boolean" && (m.kept === undefined || isKeeping(m.kept)),
  page: (m) => isPage(m.page),
  person: (m) => isPerson(m.person),
  settings: (m) => text(m.language, 35) && text(m.theme, 10),
  compose: (m) => text(m.text, 10_000),
};

const toHost: Checks<ToHost> = {
  hello: () => 1,
  ready: (m) => /^#[0-9a-f]{6}$/i.test(m.look.accent) && text(m.look.position, 5),
  keep: (m) => isKept(m.name, m.value ?? ""),
  unread: (m) => m.count >= 0,
  message: (m) => text(m.text, 10_000) && text(m.author, 200),
  close: () => 1,
  refused: (m) => text(m.reason, 500),
};

const read = (checks: Record<string, (m: Anything) => unknown>, data: Anything) => {
  try {
    const message = data.omniflow;
    return Object.hasOwn(checks, message.t) && checks[message.t]!(message) ? message : null;
  } catch {
    return null;
  }
};

/** The message in an event's data, or null when it is none of ours. */
export const readToFrame = (data: unknown): ToFrame | null => read(toFrame, data);
export const readToHost = (data: unknown): ToHost | null => read(toHost, data);
/** Wrapped, so that other scripts' messages are never mistaken for ours. */
export const wrap = (message: ToFrame | ToHost) => ({ omniflow: message });
