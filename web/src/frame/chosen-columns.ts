/** The columns a member chose for a list: kept with the member, so that they are the same on every device and in every tab. */
import type { Me } from "@omniflow/contract";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { keys } from "../api/keys.ts";
import { changeMe } from "../api/people.ts";
import { errorText } from "../ui/states.tsx";
import { notify } from "../ui/toast.tsx";
import { useMe } from "./me.ts";

type Choice = readonly string[] | null;

/**
 * @param list `contact`, `company`, `ticket`, or `contact.<segment>`
 * @returns what was chosen, if anything was, and how to choose; null goes back to the usual ones
 */
export function useChosenColumns(list: string): [readonly string[] | undefined, (next: Choice) => void] {
  const client = useQueryClient();
  const kept = useMe().settings.columns?.[list];
  // What is on its way counts until the last of it has arrived: an answer to an earlier click knows nothing of a later one.
  const [pending, setPending] = useState<{ list: string; choice: Choice } | null>(null);
  const save = useMutation({
    scope: { id: "columns" },
    mutationFn: (choice: { list: string; choice: Choice }) =>
      changeMe({ settings: { columns: { [choice.list]: choice.choice && [...choice.choice] } } }),
    onSuccess: (me) => client.setQueryData<Me>(keys.me, me),
    onError: (error) => notify({ tone: "error", text: errorText(error) }),
    onSettled: (_me, _error, sent) => setPending((now) => (now === sent ? null : now)),
  });
  const chosen = pending?.list === list ? pending.choice : kept;
  const choose = (choice: Choice) => {
    const next = { list, choice };
    setPending(next);
    save.mutate(next);
  };
  return [chosen ?? undefined, choose];
}
