/**
 * `/` and a few letters in the editor: canned responses by shortcut, name and text. What is known already shows with the letter;
 * the server's answer takes its place.
 */
import type { PickItem } from "@omniflow/contract";
import type { QueryClient } from "@tanstack/react-query";
import { PluginKey } from "@tiptap/pm/state";
import { Extension } from "@tiptap/react";
import Suggestion from "@tiptap/suggestion";
import { pickOptions } from "../../../../api/responses.ts";
import type { Suggested, Suggestions, SuggestionView } from "../editor-extensions.ts";
import { type Insertion, insertResponse } from "./insert.ts";

const most = 8;

const suggested = (item: PickItem): Suggested => ({
  key: item.id,
  label: item.name,
  sign: "/",
  hint: item.shortcut || item.preview,
  pick: item,
});

/** Of what is known, what the query means: shortcuts that begin so before names, names before texts. Exported for the test. */
export function fitting(known: Iterable<PickItem>, query: string): PickItem[] {
  const wanted = query.toLowerCase();
  const rank = ({ shortcut, name, preview }: PickItem) => {
    if (shortcut === wanted) return 4;
    if (shortcut?.startsWith(wanted)) return 3;
    if (name.toLowerCase().includes(wanted)) return 2;
    return preview.toLowerCase().includes(wanted) ? 1 : 0;
  };
  return [...known]
    .map((item) => ({ item, fits: rank(item) }))
    .filter(({ fits }) => fits > 0)
    .sort((a, b) => b.fits - a.fits)
    .map(({ item }) => item);
}

export type ResponseSource = { client: QueryClient; at: () => Insertion };

export function responseSuggestion({ client, at }: ResponseSource, render: SuggestionView) {
  let latest: Promise<Suggested[]> = Promise.resolve([]);
  const known = new Map<string, PickItem>();
  const fetched = (query: string): Promise<Suggested[]> =>
    client.fetchQuery(pickOptions(query)).then(
      (items) => {
        for (const item of items) known.set(item.id, item);
        return items.slice(0, most).map(suggested);
      },
      () => [],
    );
  return Extension.create({
    name: "responseSuggestion",
    addProseMirrorPlugins() {
      return [
        Suggestion<Suggested>({
          editor: this.editor,
          char: "/",
          allowSpaces: false,
          pluginKey: new PluginKey("responseSuggestion"),
          items: ({ query }): Suggestions | Promise<Suggestions> => {
            const asked = fetched(query);
            latest = asked;
            const at = query ? fitting(known.values(), query).slice(0, most).map(suggested) : [];
            if (at.length > 0) return Object.assign(at, { better: asked });
            return asked.then((items) => (latest === asked ? items : latest));
          },
          command: ({ editor, range, props }) => {
            const { id, name } = props.pick as { id: string; name: string };
            editor.chain().focus().deleteRange(range).run();
            void insertResponse(editor, at(), { id, name });
          },
          render,
        }),
      ];
    },
  });
}
