/** The view being made or changed. Its dialog stays whatever becomes of the panes it was opened from. */
import type { Filter, View, ViewSort } from "@omniflow/contract";
import { createStore } from "../../../lib/store.ts";

export type Draft =
  | { kind: "new"; filter?: Filter; sort?: ViewSort }
  | { kind: "edit" | "copy" | "rename"; view: View };

export const drafting = createStore<Draft | null>(null);
