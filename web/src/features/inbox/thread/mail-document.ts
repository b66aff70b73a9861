/**
 * What goes into the sandboxed frame of a mail. The server has already sanitised the HTML; this is the second fence. The
 * page's own CSP is inherited by the frame and refuses inline styles, so styles are taken out of the markup and set through
 * the CSSOM, which needs no script in the frame.
 */
export const frameSandbox = "allow-same-origin allow-popups allow-popups-to-escape-sandbox";

/** Remote images cannot load here whatever the markup says: only our own origin, where the signed proxy lives. */
export function frameShell(origin: string, scheme: "light" | "dark"): string {
  const csp = `default-src 'none'; style-src 'unsafe-inline'; img-src data: blob: ${origin}; font-src 'none'; form-action 'none'; base-uri 'none'`;
  return `<!doctype html><html><head><meta http-equiv="Content-Security-Policy" content="${csp}"><meta name="color-scheme" content="${scheme}"><meta name="referrer" content="no-referrer"></head><body></body></html>`;
}

/** Brings its own look (colours, tables, styles): shown on a light card as its author drew it. Otherwise it adapts to the theme. */
export function isDesigned(html: string): boolean {
  return /<(table|style|font|center)\b|\bbgcolor\s*=|background(-color|-image)?\s*:|[;"'\s]color\s*:|<body[^>]+style=/i.test(
    html,
  );
}

/** Pictures of other hosts that are waiting for the member's word. */
export function hasRemoteImages(html: string, origin: string): boolean {
  if (/data-(remote|blocked|omniflow)[\w-]*src\s*=/i.test(html)) return true;
  const sources = html.matchAll(/<img\b[^>]*?\ssrc\s*=\s*["']?([^"'\s>]+)/gi);
  return [...sources].some((match) => isRemote(match[1]!, origin));
}

const isRemote = (src: string, origin: string): boolean =>
  /^(https?:)?\/\//i.test(src) && !src.replace(/^\/\//, "https://").startsWith(`${origin}/`);

const refused =
  "script,iframe,frame,frameset,object,embed,applet,form,base,meta,link,noscript,template,svg,math,dialog";
const links = /^(https?:|mailto:|tel:)/i;

type Cleaned = { body: DocumentFragment; sheets: string[]; styles: Map<Element, string> };

function clean(html: string, into: Document): Cleaned {
  const parsed = new DOMParser().parseFromString(html, "text/html");
  for (const element of parsed.querySelectorAll(refused)) element.remove();
  const sheets = [...parsed.querySelectorAll("style")].map((style) => {
    style.remove();
    return style.textContent ?? "";
  });
  const body = into.createDocumentFragment();
  const styles = new Map<Element, string>();
  const wrapper = parsed.createElement("div");
  const look = parsed.body.getAttribute("style");
  if (look) wrapper.setAttribute("style", look);
  wrapper.append(...parsed.body.childNodes);
  const pending: [Element, string][] = [];
  for (const element of [wrapper, ...wrapper.querySelectorAll("*")]) {
    const style = element.getAttribute("style");
    for (const { name } of [...element.attributes])
      if (/^on|^style$|^srcset$|^id$/i.test(name)) element.removeAttribute(name);
    if (style) pending.push([element, style]);
    if (element.tagName === "IMG" && isRemote(element.getAttribute("src") ?? "", location.origin))
      element.removeAttribute("src");
    if (element.tagName === "A" || element.tagName === "AREA") protectLink(element);
  }
  into.adoptNode(wrapper);
  body.append(wrapper);
  for (const [element, style] of pending) styles.set(element, style);
  return { body, sheets, styles };
}

function protectLink(link: Element) {
  const href = link.getAttribute("href");
  if (href && !links.test(href.trim())) link.removeAttribute("href");
  link.setAttribute("target", "_blank");
  link.setAttribute("rel", "noopener noreferrer");
}

/** Puts the mail into the frame's (already loaded) shell document. */
export function fillFrame(frame: Document, html: string, baseCss: string) {
  const { body, sheets, styles } = clean(html, frame);
  const Sheet = (frame.defaultView as unknown as { CSSStyleSheet: typeof CSSStyleSheet }).CSSStyleSheet;
  frame.adoptedStyleSheets = [baseCss, ...sheets].map((css) => {
    const sheet = new Sheet();
    sheet.replaceSync(css);
    return sheet;
  });
  for (const [element, style] of styles) (element as HTMLElement).style.cssText = style;
  frame.body.replaceChildren(body);
}
