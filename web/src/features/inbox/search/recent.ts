/** Searches of this member on this device, newest first. */
import { useCallback, useState } from "react";
import { useMe } from "../../../frame/me.ts";
import { remember } from "./complete.ts";

export function useRecent(): [readonly string[], (text: string) => void] {
  const me = useMe();
  const key = `omniflow.searches.${me.workspace.id}.${me.member?.id}`;
  const [recent, setRecent] = useState<readonly string[]>(() => JSON.parse(localStorage.getItem(key) ?? "[]"));
  const add = useCallback(
    (text: string) =>
      setRecent((now) => {
        const next = remember(now, text);
        localStorage.setItem(key, JSON.stringify(next));
        return next;
      }),
    [key],
  );
  return [recent, add];
}
