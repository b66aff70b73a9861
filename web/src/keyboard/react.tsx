/** Actions from components: they are there while the component is. */
import { createContext, type ReactNode, useContext, useEffect, useId, useMemo, useRef } from "react";
import { useStore } from "../lib/store.ts";
import { chosenKeys, keysOf } from "./catalogue.ts";
import { type Action, layers, register } from "./registry.ts";

const Layer = createContext(0);
let lastLayer = 0;

/** Put round the content of a dialog: keys of the page rest while it is open. */
export function ActionLayer({ children }: { children: ReactNode }) {
  const layer = useMemo(() => ++lastLayer, []);
  useEffect(() => {
    layers.set((now) => [...now, layer]);
    return () => layers.set((now) => now.filter((one) => one !== layer));
  }, [layer]);
  return <Layer value={layer}>{children}</Layer>;
}

/** Registers while mounted. `run` and `when` may change on every render without cost. */
export function useAction(action: Action | null): void {
  const layer = useContext(Layer);
  const latest = useRef(action);
  latest.current = action;
  const { id, label, group, whileTyping, unlisted } = action ?? {};
  useEffect(() => {
    if (!id || !label) return;
    return register({
      id,
      label,
      group,
      whileTyping,
      unlisted,
      layer,
      run: () => latest.current?.run(),
      when: () => latest.current !== null && (latest.current.when?.() ?? true),
    });
  }, [id, label, group, whileTyping, unlisted, layer]);
}

/** Many at once, for screens with a long list of them. */
export function Actions({ list }: { list: readonly (Action | null)[] }) {
  return list.map((action) => action && <OneAction key={action.id} action={action} />);
}
function OneAction({ action }: { action: Action }) {
  useAction(action);
  return null;
}

/** The key to show for an action, when it has one. */
export function useActionKeys(id: string | undefined): string | undefined {
  return useStore(chosenKeys, () => (id ? keysOf(id)[0] : undefined));
}

/** An id for actions of a component that may be on screen more than once. */
export const useActionId = (name: string): string => `${name}:${useId()}`;
