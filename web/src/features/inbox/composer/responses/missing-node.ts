/** A value a canned response has no value for: a chip in the text that is replaced by typing over it, or deleted. */
import { type Editor, Node } from "@tiptap/react";

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

/** Selects the next chip after the caret, from the beginning when there is none: what is typed then replaces it. */
export function selectNextMissing(editor: Editor): void {
  const places: number[] = [];
  editor.state.doc.descendants((node, at) => {
    if (node.type.name === "missingValue") places.push(at);
  });
  const next = places.find((at) => at >= editor.state.selection.to) ?? places[0];
  if (next !== undefined) editor.chain().focus().setNodeSelection(next).scrollIntoView().run();
}

/** Takes every chip out of the text. */
export function dropMissing(editor: Editor): void {
  editor
    .chain()
    .focus()
    .command(({ tr, state }) => {
      const places: number[] = [];
      state.doc.descendants((node, at) => {
        if (node.type.name === "missingValue") places.push(at);
      });
      for (const at of places.reverse()) tr.delete(at, at + 1);
      return true;
    })
    .run();
}
