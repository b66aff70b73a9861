/** What a first message will be signed with, filled for whom it goes to, as the server will fill it. */
import type { ReplyRoute } from "@omniflow/contract";
import { keepPreviousData, useQuery } from "@tanstack/react-query";
import { useEffect, useState } from "react";
import { keys } from "../../../api/keys.ts";
import { getFirstSignature } from "../../../api/responses.ts";
import type { DraftBody } from "../composer/drafts.ts";
import { SignatureText } from "../composer/SignatureBlock.tsx";
import { beginningOf, type FirstDraft } from "./first-draft.ts";

const askAfterMs = 400;

type SignatureProps = { draft: FirstDraft; route: ReplyRoute; body: DraftBody };

export function FirstSignature({ draft, route, body }: SignatureProps) {
  const about = useSettled({ ...beginningOf(draft, route), conversation_id: draft.id });
  const usual = useQuery({
    queryKey: keys.firstSignature(about),
    queryFn: () => getFirstSignature(about),
    staleTime: 60_000,
    placeholderData: keepPreviousData,
  }).data;
  return <SignatureText conversationId={draft.id} usual={usual} own={body.signature} />;
}

/** Not one question per key. */
function useSettled<T>(value: T): T {
  const text = JSON.stringify(value);
  const [settled, setSettled] = useState(text);
  useEffect(() => {
    const timer = setTimeout(() => setSettled(text), askAfterMs);
    return () => clearTimeout(timer);
  }, [text]);
  return JSON.parse(settled);
}
