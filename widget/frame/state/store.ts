/** What is on screen, in one object; a change makes a new object and tells whoever draws. */
import type {
  UploadedFile,
  WidgetConfig,
  WidgetForm,
  WidgetMessage,
  WidgetTeam,
  WidgetVisitor,
} from "@omniflow/contract/widget";
import type { Pending } from "./outbox.ts";

/** A file on its way up, shown above the composer. */
export type Upload = {
  id: string;
  name: string;
  size: number;
  /** 0 to 1. */
  progress: number;
  done?: UploadedFile;
  failed?: string;
  preview?: string;
};

export type State = {
  phase: "starting" | "ready" | "unreachable";
  open: boolean;
  config: WidgetConfig | null;
  visitor: WidgetVisitor | null;
  team: WidgetTeam;
  forms: WidgetForm[];
  messages: WidgetMessage[];
  pending: Pending[];
  uploads: Upload[];
  /** Earlier messages can be asked for. */
  more: boolean;
  seenAt: string | null;
  /** The team's unread messages begin here; set when the panel opens, so that the line stays while one reads. */
  firstUnread: string | null;
  typing: string | null;
  live: boolean;
  draft: string;
  language: string;
  theme: string;
};

export type Store = {
  get(): State;
  set(change: Partial<State>): void;
  subscribe(listener: () => void): () => void;
};

export function createStore(): Store {
  const listeners = new Set<() => void>();
  let state: State = {
    phase: "starting",
    open: false,
    config: null,
    visitor: null,
    team: { online: false, faces: [] },
    forms: [],
    messages: [],
    pending: [],
    uploads: [],
    more: false,
    seenAt: null,
    firstUnread: null,
    typing: null,
    live: false,
    draft: "",
    language: "en",
    theme: "",
  };
  return {
    get: () => state,
    set: (change) => {
      state = { ...state, ...change };
      for (const listener of listeners) listener();
    },
    subscribe: (listener) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
  };
}
