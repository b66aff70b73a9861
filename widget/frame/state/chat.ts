/** What the visitor can do, and what follows from what the server and the host page say. The parts meet here and only here. */
import type { MessagePage, WidgetMessage, WidgetServerMessage, WidgetVisitor } from "@omniflow/contract/widget";
import type { FrameBridge } from "../../bridge/frame.ts";
import type { Kept, ToFrame } from "../../bridge/messages.ts";
import { wordsFor } from "../text/words.ts";
import { ApiError, createApi } from "./api.ts";
import { mergeMessages, unreadOf } from "./messages.ts";
import { createOutbox, type Pending } from "./outbox.ts";
import { createReading } from "./reading.ts";
import { createSessions } from "./session.ts";
import { type Live, openLive } from "./socket.ts";
import type { Store } from "./store.ts";
import { createUploads } from "./uploads.ts";

export type Chat = ReturnType<typeof startChat>;

const pollEvery = 10_000;
/** The members' browsers repeat themselves every 30 s; an end that got lost must not last. */
const typingLasts = 40_000;

export function startChat(key: string, init: Extract<ToFrame, { t: "init" }>, bridge: FrameBridge, store: Store) {
  const keep = (name: string, value: string | null) => bridge.send({ t: "keep", name, value });
  const api = createApi(key, () => sessions.token());
  const sessions = createSessions(init, { api: () => api, bridge, store, started: () => settle() });
  const reading = createReading(store, api, bridge);
  const uploads = createUploads(store, api, (why) => wordsFor(store.get().language).refused[why]);
  let live: Live | null = null;
  let typingTimer: ReturnType<typeof setTimeout> | undefined;
  let lastTyped = 0;

  /** A refused token is not the visitor's fault: a new session, and the same request again. */
  const call = async <T>(method: string, path: string, body?: unknown): Promise<T> => {
    try {
      return await api.call<T>(method, path, body);
    } catch (error) {
      if (!(error instanceof ApiError) || error.status !== 401) throw error;
      await sessions.start();
      return api.call<T>(method, path, body);
    }
  };
  const arrive = (messages: WidgetMessage[]) => {
    const known = new Set(store.get().messages.map((message) => message.id));
    store.set({ messages: mergeMessages(store.get().messages, messages) });
    for (const message of messages) {
      if (message.from !== "team" || known.has(message.id)) continue;
      store.set({ typing: null });
      bridge.send({ t: "message", text: message.text, author: message.author?.name ?? "" });
    }
    reading.look();
  };
  const outbox = createOutbox(init.kept, {
    keep,
    changed: (pending) => store.set({ pending }),
    sent: (message) => {
      arrive([message]);
      // The server is there again: no need to wait for the line any longer.
      live?.wake();
    },
    send: ({ id, text, files, page, answers }) =>
      call<WidgetMessage>("POST", "messages", { id, text, file_ids: files.map((file) => file.id), page, answers }),
  });
  const catchUp = async () => {
    const newest = store.get().messages.at(-1);
    const page = await call<MessagePage>("GET", `messages${newest ? `?after=${newest.created_at}` : ""}`).catch(
      () => null,
    );
    if (!page) return;
    // Too much was missed to fill the gap: begin with the newest, the rest is there on demand.
    if (page.more) store.set({ messages: page.messages, more: true });
    store.set({ seenAt: page.seen_at });
    arrive(page.messages);
  };
  const hear = (message: WidgetServerMessage) => {
    if (message.t === "hello") {
      store.set({ team: message.team, seenAt: message.seen_at ?? store.get().seenAt });
      outbox.wake();
      catchUp();
    } else if (message.t === "message") arrive([message.message]);
    else if (message.t === "seen") store.set({ seenAt: message.at });
    else if (message.t === "team") store.set({ team: message.team });
    else if (message.t === "refused") sessions.start().catch(() => {});
    else if (message.t === "typing") {
      clearTimeout(typingTimer);
      store.set({ typing: message.on ? message.name : null });
      if (message.on) typingTimer = setTimeout(() => store.set({ typing: null }), typingLasts);
    }
  };
  const settle = () => {
    live?.close();
    live = openLive(
      () => {
        const token = sessions.token();
        return token ? { t: "hello", key, token } : null;
      },
      hear,
      (open) => store.set({ live: open }),
    );
    outbox.wake();
    reading.look();
  };
  const wake = () => {
    live?.wake();
    outbox.wake();
  };
  addEventListener("online", () => {
    live?.renew();
    outbox.wake();
  });
  document.addEventListener("visibilitychange", () => {
    if (!document.hidden) wake();
    reading.look();
  });
  // Where sockets do not get through, answers still come, only later.
  setInterval(() => {
    const { live: connected, phase, messages, open } = store.get();
    if (!connected && phase === "ready" && (open || messages.length)) catchUp();
  }, pollEvery);

  store.set({
    pending: outbox.list(),
    draft: init.kept.draft ?? "",
    language: init.language,
    theme: init.theme,
    open: init.open,
  });
  sessions.start().catch(() => {});

  const say = (text: string, answers?: Record<string, string>) => {
    const files = store.get().uploads.flatMap((upload) => (upload.done ? [upload.done] : []));
    const pending: Pending = {
      id: crypto.randomUUID(),
      text,
      files,
      page: sessions.currentPage(),
      answers,
      created_at: new Date().toISOString(),
    };
    uploads.clear();
    outbox.add(pending);
    store.set({ firstUnread: null });
    type("");
    live?.send({ t: "typing", on: false });
    lastTyped = 0;
  };
  const type = (draft: string) => {
    store.set({ draft });
    keep("draft", draft ? draft.slice(0, 10_000) : null);
    if (!draft || Date.now() - lastTyped < 2500) return;
    lastTyped = Date.now();
    live?.send({ t: "typing", on: true });
  };
  return {
    say,
    type,
    uploads,
    retry: outbox.retry,
    drop: outbox.drop,
    close: () => bridge.send({ t: "close" }),
    open: (open: boolean, kept: Kept = {}) => {
      store.set({ open, firstUnread: open ? (unreadOf(store.get().messages)[0]?.id ?? null) : null });
      if (open) {
        sessions.opened(kept);
        wake();
      }
      reading.look();
    },
    atBottom: reading.atBottom,
    async tellWho(change: { name?: string; email?: string; phone?: string }): Promise<void> {
      store.set({ visitor: await call<WidgetVisitor>("PATCH", "visitor", change) });
    },
    async earlier(): Promise<void> {
      const oldest = store.get().messages[0];
      if (!oldest || !store.get().more) return;
      const page = await call<MessagePage>("GET", `messages?before=${oldest.created_at}`);
      store.set({ messages: mergeMessages(page.messages, store.get().messages), more: page.more });
    },
    page: (page: Extract<ToFrame, { t: "page" }>["page"]) => {
      sessions.page(page);
      if (sessions.tells()) live?.send({ t: "page", page });
    },
    person: sessions.person,
  };
}
