/** A value a canned response has no value for: a chip in the text that is replaced by typing over it, or deleted. */
import type { Mark } from "@tiptap/pm/model";
import { type Editor, Node } from "@tiptap/react";
import { hasMissing, withoutMissing } from "./missing.ts";

export const missingValue = Node.create({
  name: "missingValue",
  group: "inline",
  inline: true,
  atom: true,
  selectable: true,
  addAttributes: () => ({
    name: { default: "", parseHTML: (node: HTMLElement) => node.getAttribute("data-missing") ?? "" },
  }),
  parseHTML: () => [{ tag: "mark[data-missing]" }],
  renderHTML: ({ node }) => ["mark", { "data-missing": node.attrs.name, class: "missing-value" }, node.attrs.name],
  // As braces: what is kept as plain text is still known as missing.
  renderText: ({ node }) => `{{${node.attrs.name}}}`,
});

/** Where something is missing: chips, and links in whose address it is. */
function placesOf(doc: Editor["state"]["doc"]): { from: number; to: number; link: Mark | undefined }[] {
  const places: { from: number; to: number; link: Mark | undefined }[] = [];
  doc.descendants((node, from) => {
    const link = node.marks.find((mark) => mark.type.name === "link" && hasMissing(String(mark.attrs.href ?? "")));
    if (node.type.name === "missingValue" || link) places.push({ from, to: from + node.nodeSize, link });
  });
  return places;
}

/** Selects the next one after the caret, from the beginning when there is none: what is typed replaces a chip. */
export function selectNextMissing(editor: Editor): void {
  const places = placesOf(editor.state.doc);
  const next = places.find(({ from }) => from >= editor.state.selection.to) ?? places[0];
  if (!next) return;
  const chain = editor.chain().focus();
  (next.link ? chain.setTextSelection(next) : chain.setNodeSelection(next.from)).scrollIntoView().run();
}

/** Takes every chip out of the text, and what is missing out of addresses. */
export function dropMissing(editor: Editor): void {
  editor
    .chain()
    .focus()
    .command(({ tr, state }) => {
      for (const { from, to, link } of placesOf(state.doc).reverse()) {
        if (!link) {
          tr.delete(from, to);
          continue;
        }
        const href = withoutMissing(String(link.attrs.href));
        tr.removeMark(from, to, link);
        if (href) tr.addMark(from, to, link.type.create({ ...link.attrs, href }));
      }
      return true;
    })
    .run();
}
