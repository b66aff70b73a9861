/** `/` and a few letters in the editor: canned responses by shortcut, name and text. Fetches while one types; the latest answer wins. */
import type { QueryClient } from "@tanstack/react-query";
import { PluginKey } from "@tiptap/pm/state";
import { Extension } from "@tiptap/react";
import Suggestion from "@tiptap/suggestion";
import { pickOptions } from "../../../../api/responses.ts";
import type { Suggested, SuggestionView } from "../editor-extensions.ts";
import { type Insertion, insertResponse } from "./insert.ts";

export type ResponseSource = { client: QueryClient; at: () => Insertion };

export function responseSuggestion({ client, at }: ResponseSource, render: SuggestionView) {
  let latest: Promise<Suggested[]> = Promise.resolve([]);
  const fetched = (query: string): Promise<Suggested[]> =>
    client.fetchQuery(pickOptions(query)).then(
      (items) =>
        items.slice(0, 8).map((item) => ({
          key: item.id,
          label: item.name,
          sign: "/",
          hint: item.shortcut || item.preview,
          pick: item,
        })),
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
          items: async ({ query }) => {
            const asked = fetched(query);
            latest = asked;
            const items = await asked;
            return latest === asked ? items : latest;
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
