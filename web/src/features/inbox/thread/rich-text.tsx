/**
 * Simple HTML (our own editor's, plain-looking) as React elements: built from an allow-list, so nothing is ever put into the
 * page as markup. Returns null for anything richer, which belongs into the mail frame.
 */
import { createElement, Fragment, type ReactNode } from "react";
import { linkify } from "./linkify.ts";

const plain = new Set([
  "p",
  "br",
  "strong",
  "b",
  "em",
  "i",
  "u",
  "s",
  "ul",
  "ol",
  "li",
  "code",
  "pre",
  "blockquote",
  "hr",
  "h1",
  "h2",
  "h3",
]);
const transparent = new Set(["div", "span", "body"]);
const heading = new Set(["h1", "h2", "h3"]);
const safeLink = /^(https?:|mailto:|tel:)/i;
const ownImage = /^(\/api\/v1\/|data:image\/(png|jpe?g|gif|webp);)/i;

/** Null when the HTML holds something this does not know. */
export function richText(html: string): ReactNode | null {
  const body = new DOMParser().parseFromString(html, "text/html").body;
  const known = [...body.querySelectorAll("*")].every((node) => isKnown(node));
  return known ? <div className="rich-text">{children(body)}</div> : null;
}

function isKnown(node: Element): boolean {
  const name = node.localName;
  if (plain.has(name)) return true;
  if (transparent.has(name)) return !node.hasAttribute("style") || node.hasAttribute("data-mention");
  if (name === "a") return safeLink.test(node.getAttribute("href") ?? "");
  if (name === "img") return isOwnImage(node.getAttribute("src") ?? "");
  return false;
}

function isOwnImage(src: string): boolean {
  return ownImage.test(src) || src.startsWith(`${location.origin}/api/v1/`);
}

function children(node: Node): ReactNode[] {
  return [...node.childNodes].map((child, index) => (
    // biome-ignore lint/suspicious/noArrayIndexKey: the nodes of one text never move
    <Fragment key={`${index}-${child.nodeName}`}>{element(child)}</Fragment>
  ));
}

function element(node: Node): ReactNode {
  if (node.nodeType === Node.TEXT_NODE) return linked(node);
  if (!(node instanceof Element)) return null;
  const name = node.localName;
  if (node.hasAttribute("data-mention")) return <span className="font-medium text-accent-ink">{node.textContent}</span>;
  if (transparent.has(name)) return name === "span" ? <span>{children(node)}</span> : <div>{children(node)}</div>;
  if (name === "br" || name === "hr") return createElement(name);
  if (name === "img") {
    return (
      <img
        src={node.getAttribute("src") ?? ""}
        alt={node.getAttribute("alt") ?? ""}
        className="max-h-96 max-w-full rounded-md"
      />
    );
  }
  if (name === "a") {
    return (
      <a href={node.getAttribute("href") ?? ""} target="_blank" rel="noopener noreferrer">
        {children(node)}
      </a>
    );
  }
  return createElement(heading.has(name) ? "h4" : name, null, children(node));
}

function linked(node: Node): ReactNode {
  const text = node.textContent ?? "";
  if (node.parentElement?.closest("a,code,pre")) return text;
  return <LinkedText text={text} />;
}

/** Plain text with its addresses as links; whitespace is the caller's to keep. */
export function LinkedText({ text }: { text: string }) {
  return linkify(text).map((part, index) =>
    part.kind === "text" ? (
      part.text
    ) : (
      // biome-ignore lint/suspicious/noArrayIndexKey: the parts of one text never move
      <a key={index} href={part.href} target="_blank" rel="noopener noreferrer">
        {part.text}
      </a>
    ),
  );
}
