/** Begins a session with the server, and again when the visitor becomes somebody else or the token is refused. */
import type { Session, WidgetPage } from "@omniflow/contract/widget";
import type { FrameBridge } from "../../bridge/frame.ts";
import type { Kept, Person, ToFrame } from "../../bridge/messages.ts";
import { type Api, ApiError, backoff } from "./api.ts";
import { mergeMessages } from "./messages.ts";
import type { Store } from "./store.ts";
import { readTrail } from "./trail.ts";

export type Sessions = {
  token(): string | null;
  /** Resolves when there is one; asks again until the server answers. */
  start(): Promise<void>;
  person(person: Person): void;
  page(page: WidgetPage): void;
  /** Whether the visitor has opened the chat, from when on the server may know where they are. */
  tells(): boolean;
  opened(kept: Kept): void;
  currentPage(): WidgetPage;
};

/** Who opened the chat a day ago and not since is not followed from page to page, although the frame may be there. */
const openedLasts = 24 * 3600_000;

export function createSessions(
  init: Extract<ToFrame, { t: "init" }>,
  doors: { api(): Api; bridge: FrameBridge; store: Store; started(): void },
): Sessions {
  const { bridge, store } = doors;
  let token: string | null = init.kept.token ?? null;
  let person = init.person;
  let page = init.page;
  let trail = readTrail(init.kept.trail);
  let tells = init.open || Date.now() - Number(init.kept.opened ?? 0) < openedLasts;
  let running: Promise<void> | null = null;

  const begin = async () => {
    for (let attempt = 0; ; attempt++) {
      try {
        const told = tells;
        take(await ask());
        if (told) forgetTrail();
        // Opened meanwhile: once more, with the page.
        if (told === tells) return;
      } catch (error) {
        if (error instanceof ApiError && !error.passing) {
          bridge.send({ t: "refused", reason: error.message || "This chat is not available here." });
          throw error;
        }
        store.set({ phase: store.get().config ? "ready" : "unreachable" });
        await new Promise((resolve) => setTimeout(resolve, backoff(attempt)));
      }
    }
  };
  const ask = () =>
    doors.api().call<Session>("POST", "session", {
      token: token ?? undefined,
      origin: bridge.origin() ?? "",
      ...(tells && { page, trail: trail.length ? trail : undefined }),
      language: init.language,
      time_zone: Intl.DateTimeFormat().resolvedOptions().timeZone,
      identity_token: person.token,
      name: person.name,
      email: person.email,
    });
  const take = (session: Session) => {
    const other = store.get().visitor?.id !== session.visitor.id;
    if (session.token !== token) bridge.send({ t: "keep", name: "token", value: session.token });
    token = session.token;
    const { messages, more, seen_at } = session.history;
    store.set({
      phase: "ready",
      config: session.config,
      visitor: session.visitor,
      team: session.team,
      forms: session.forms,
      messages: other ? messages : mergeMessages(store.get().messages, messages),
      more,
      seenAt: seen_at,
    });
    const { accent, position } = session.config;
    bridge.send({ t: "ready", look: { accent, position } });
    doors.started();
  };
  const forgetTrail = () => {
    if (trail.length) bridge.send({ t: "keep", name: "trail", value: null });
    trail = [];
  };
  const start = () => {
    running ??= begin().finally(() => {
      running = null;
    });
    return running;
  };
  return {
    token: () => token,
    start,
    currentPage: () => page,
    page: (next) => {
      page = next;
    },
    tells: () => tells,
    opened: (kept) => {
      bridge.send({ t: "keep", name: "opened", value: `${Date.now()}` });
      if (tells) return;
      tells = true;
      trail = readTrail(kept.trail);
      start().catch(() => {});
    },
    person: (next) => {
      const same = next.token === person.token && next.email === person.email && next.name === person.name;
      person = next;
      if (!same) start().catch(() => {});
    },
  };
}
