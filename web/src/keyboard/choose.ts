/** What keys a member may choose, what stands in the way, and the choices after a change. Pure. */
import { type ActionId, defaultKeys, type KeyChoices, type Keys } from "./catalogue.ts";
import { editorKeys, everyAction, type ListedAction } from "./listed.ts";

/** Why a key cannot be taken; each has its sentence in `keyboard:refused`. */
export type Refusal = "browser" | "text" | "focus" | "escape" | "typed" | "editor";

/** The browser acts on these before or besides the page: new tab, closing, reloading, going back, its own tools. */
const browser = new Set([
  ..."t n w q r l d f g p o u h j s 0 1 2 3 4 5 6 7 8 9 + - =".split(" ").map((key) => `mod+${key}`),
  ..."t n w r i j c p k o b delete tab".split(" ").map((key) => `mod+shift+${key}`),
  ..."tab pageup pagedown f4 f5".split(" ").map((key) => `mod+${key}`),
  ..."f4 home arrowleft arrowright d e f".split(" ").map((key) => `alt+${key}`),
  ..."f1 f3 f5 f6 f7 f10 f11 f12 shift+f5 shift+f10 contextmenu".split(" "),
]);
const text = new Set(["mod+c", "mod+v", "mod+x", "mod+y", "mod+shift+v", "mod+shift+z"]);
const focus = new Set(["tab", "shift+tab", "space", "shift+space", "enter", "shift+enter", "pageup", "pagedown"]);

/** The reason a sequence cannot be the key of this action, or null. */
export function refusal(keys: string, action: Pick<ListedAction, "id" | "typed">): Refusal | null {
  // Its own default is always allowed back.
  if ((defaultKeys[action.id] as Keys).includes(keys)) return null;
  for (const press of keys.split(" ")) {
    if (press === "escape") return "escape";
    if (focus.has(press)) return "focus";
    if (browser.has(press)) return "browser";
    if (text.has(press)) return "text";
    if (action.typed && !/^(mod|ctrl|alt|meta)\+|^f\d+$/.test(press)) return "typed";
    if (editorKeys.some((one) => one.keys === press)) return "editor";
  }
  return null;
}

/** As many as the server keeps for one action. */
export const mostKeys = 4;

export const keysIn = (choices: KeyChoices, id: ActionId): Keys => choices[id] ?? defaultKeys[id];

/** Two sequences that cannot both work: the same, or one is how the other begins. */
const clash = (one: string, other: string) =>
  one === other || one.startsWith(`${other} `) || other.startsWith(`${one} `);

/** The other actions that have this key, or a key it would hide. */
export function conflicts(choices: KeyChoices, keys: string, id: ActionId): ListedAction[] {
  return everyAction.filter(
    (action) => action.id !== id && !action.fixed && keysIn(choices, action.id).some((theirs) => clash(theirs, keys)),
  );
}

/** What an action has is only kept where it is not the default. */
function withKeys(choices: KeyChoices, id: ActionId, keys: Keys): KeyChoices {
  const { [id]: _old, ...others } = choices;
  return keys.join("|") === defaultKeys[id].join("|") ? others : { ...others, [id]: keys };
}

/** Takes the key from all who clash with it. Who is left with none gets its default again, where that is free. */
function free(choices: KeyChoices, keys: string, id: ActionId): KeyChoices {
  return conflicts(choices, keys, id).reduce((now, { id: other }) => {
    const left = keysIn(now, other).filter((theirs) => !clash(theirs, keys));
    const fallback = (defaultKeys[other] as Keys).filter(
      (own) => !clash(own, keys) && conflicts(now, own, other).length === 0,
    );
    return withKeys(now, other, left.length > 0 ? left : fallback);
  }, choices);
}

/** The action has this key now, alone or beside those it has; whom it clashes with loses theirs. */
export const take = (choices: KeyChoices, id: ActionId, keys: string, beside = false): KeyChoices =>
  free(withKeys(choices, id, beside ? [...new Set([...keysIn(choices, id), keys])] : [keys]), keys, id);

export const clearKeys = (choices: KeyChoices, id: ActionId): KeyChoices => withKeys(choices, id, []);
export const isChanged = (choices: KeyChoices, id: ActionId): boolean => choices[id] !== undefined;

/** Back to the default; whoever took one of these keys meanwhile gives it back. */
export const resetKeys = (choices: KeyChoices, id: ActionId): KeyChoices =>
  (defaultKeys[id] as Keys).reduce<KeyChoices>(
    (now, keys) => free(now, keys, id),
    withKeys(choices, id, defaultKeys[id]),
  );
