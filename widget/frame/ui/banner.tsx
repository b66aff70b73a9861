/** Says when the line is down — after a moment, since most losses heal before anyone need know. */
import { useEffect, useState } from "preact/hooks";
import { useApp } from "./app-context.ts";
import { icons } from "./icons.tsx";

export function Banner() {
  const { state, words } = useApp();
  const offline = useOffline();
  const down = offline || (state.phase !== "starting" && !state.live);
  const [shown, setShown] = useState(false);
  useEffect(() => {
    if (!down) return setShown(false);
    const timer = setTimeout(() => setShown(true), 2500);
    return () => clearTimeout(timer);
  }, [down]);
  const text = offline ? words.noNetwork : state.phase === "unreachable" ? words.unreachable : words.reconnecting;
  return (
    <div role="status">
      {shown && down && (
        <p class="banner">
          {icons.alert}
          {text}
        </p>
      )}
    </div>
  );
}

/** The browser knows at once that there is no network; a socket may not notice for a while. */
function useOffline(): boolean {
  const [offline, setOffline] = useState(!navigator.onLine);
  useEffect(() => {
    const look = () => setOffline(!navigator.onLine);
    addEventListener("online", look);
    addEventListener("offline", look);
    return () => {
      removeEventListener("online", look);
      removeEventListener("offline", look);
    };
  }, []);
  return offline;
}
