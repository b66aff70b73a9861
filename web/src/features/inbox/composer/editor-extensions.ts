/** What the editor can do: everything a reply by mail needs, or plain text only where the channel has no HTML. */
import type { Member } from "@omniflow/contract";
import Image from "@tiptap/extension-image";
import Mention from "@tiptap/extension-mention";
import Placeholder from "@tiptap/extension-placeholder";
import { PluginKey } from "@tiptap/pm/state";
import { Extension, type Extensions } from "@tiptap/react";
import StarterKit from "@tiptap/starter-kit";
import Suggestion, { type SuggestionOptions } from "@tiptap/suggestion";
import { type Emoji, findEmoji } from "./emoji.ts";
import { missingValue } from "./responses/missing-node.ts";
import { type ResponseSource, responseSuggestion } from "./responses/suggestion.ts";

export type Suggested = { key: string; label: string; sign: string; hint?: string; pick: unknown };
/** What can be shown at once; `better` takes its place when it is there. */
export type Suggestions = Suggested[] & { better?: Promise<Suggested[]> };
/** Draws the list of suggestions; given by the editor component. */
export type SuggestionView = NonNullable<SuggestionOptions<Suggested>["render"]>;

type Setup = {
  rich: boolean;
  note: boolean;
  placeholder: () => string;
  members: () => Member[];
  /** Where canned responses come from and go to; absent: none here. */
  responses?: ResponseSource | undefined;
  render: SuggestionView;
};

export function editorExtensions({ rich, note, placeholder, members, responses, render }: Setup): Extensions {
  return [
    StarterKit.configure({
      heading: false,
      trailingNode: false,
      link: { openOnClick: false, autolink: true, defaultProtocol: "https" },
      ...(rich
        ? {}
        : {
            bold: false,
            italic: false,
            strike: false,
            underline: false,
            code: false,
            codeBlock: false,
            blockquote: false,
            bulletList: false,
            orderedList: false,
            listItem: false,
            horizontalRule: false,
            link: false,
          }),
    }),
    Placeholder.configure({ placeholder }),
    emojiSuggestion(render),
    missingValue,
    ...(responses ? [responseSuggestion(responses, render)] : []),
    ...(rich ? [inlineImage] : []),
    ...(note ? [mention(members, render)] : []),
  ];
}

/** A pasted picture: uploaded, shown by its signed address, sent as part of the message. */
const inlineImage = Image.extend({
  addAttributes() {
    return {
      ...this.parent?.(),
      fileId: {
        default: null,
        parseHTML: (node) => node.getAttribute("data-file"),
        renderHTML: ({ fileId }) => (fileId ? { "data-file": fileId } : {}),
      },
    };
  },
}).configure({ inline: true, allowBase64: false });

function mention(members: () => Member[], render: SuggestionView) {
  return Mention.extend({
    addAttributes: () => ({
      id: { default: null, parseHTML: (node: HTMLElement) => node.getAttribute("data-mention") },
      label: { default: "", parseHTML: (node: HTMLElement) => (node.textContent ?? "").replace(/^@/, "") },
    }),
    parseHTML: () => [{ tag: "span[data-mention]" }],
    renderHTML: ({ node }) => ["span", { "data-mention": node.attrs.id }, `@${node.attrs.label}`],
    renderText: ({ node }) => `@${node.attrs.label}`,
  }).configure({
    suggestion: {
      items: ({ query }): Suggested[] =>
        members()
          .filter((member) => `${member.name} ${member.email}`.toLowerCase().includes(query.toLowerCase()))
          .slice(0, 8)
          .map((member) => ({
            key: member.id,
            label: member.name,
            sign: "@",
            pick: { id: member.id, label: member.name },
          })),
      command: ({ editor, range, props }) => {
        const picked = (props as unknown as Suggested).pick as { id: string; label: string };
        editor
          .chain()
          .focus()
          .insertContentAt(range, [
            { type: "mention", attrs: picked },
            { type: "text", text: " " },
          ])
          .run();
      },
      render,
    } as Partial<SuggestionOptions>,
  });
}

const emojiSuggestion = (render: SuggestionView) =>
  Extension.create({
    name: "emojiSuggestion",
    addProseMirrorPlugins() {
      return [
        Suggestion<Suggested>({
          editor: this.editor,
          char: ":",
          pluginKey: new PluginKey("emojiSuggestion"),
          // A colon at the end of a word is a colon; two letters make it an emoji.
          allow: ({ state, range }) => state.doc.textBetween(range.from, range.to).length >= 3,
          items: ({ query }) =>
            findEmoji(query).map((emoji: Emoji) => ({
              key: emoji.char,
              label: `:${emoji.names[0]}:`,
              sign: emoji.char,
              pick: emoji.char,
            })),
          command: ({ editor, range, props }) => {
            editor.chain().focus().insertContentAt(range, String(props.pick)).run();
          },
          render,
        }),
      ];
    },
  });
