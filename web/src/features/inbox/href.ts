/** Addresses inside the inbox: real links, so that a row can be opened in a new tab. */
import { useCallback } from "react";
import { useSlug } from "../../frame/workspace-link.ts";
import { useInbox } from "./context.ts";

export const inboxPath = (slug: string, view: string, id?: string | null) =>
  `/w/${slug}/inbox/${encodeURIComponent(view)}${id ? `/${id}` : ""}`;

export function useConversationHref(): (id: string) => string {
  const slug = useSlug();
  const { view } = useInbox();
  return useCallback((id) => inboxPath(slug, view.key, id), [slug, view.key]);
}
