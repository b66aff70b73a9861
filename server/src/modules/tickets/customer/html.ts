/** The customers' pages: plain HTML without a script, values escaped by the tag, one small style sheet of our own. */
import type { FastifyReply } from "fastify";
import { escapeHtml } from "../../conversations/index.ts";

/** A piece of markup that is safe as it stands. */
export class Markup {
  readonly text: string;
  constructor(text: string) {
    this.text = text;
  }
}
type Value = string | number | Markup | null | undefined | false | readonly Value[];

const written = (value: Value): string => {
  if (value === null || value === undefined || value === false) return "";
  if (value instanceof Markup) return value.text;
  return Array.isArray(value) ? value.map(written).join("") : escapeHtml(String(value));
};

export const html = (parts: TemplateStringsArray, ...values: Value[]): Markup =>
  new Markup(parts.reduce((all, part, i) => all + part + (i < values.length ? written(values[i]) : ""), ""));

const policy = "default-src 'none'; style-src 'self'; img-src 'self' data:; form-action 'self'; base-uri 'none'";

export type Shown = {
  status?: number;
  /** On anybody's site, in an iframe. Only for pages that know nothing of who looks at them. */
  embedded?: boolean;
};

export const sendPage = (
  reply: FastifyReply,
  language: string,
  title: string,
  body: Markup,
  { status = 200, embedded = false }: Shown = {},
) =>
  reply
    .code(status)
    .header("content-security-policy", `${policy}; frame-ancestors ${embedded ? "*" : "'none'"}`)
    // Without a referrer of its own a browser names no origin, and a form sent from this page would look foreign.
    .header("referrer-policy", "same-origin")
    .header("x-robots-tag", "noindex")
    .type("text/html; charset=utf-8")
    .send(
      html`<!doctype html><html lang="${language}"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1">
<title>${title}</title><link rel="stylesheet" href="/forms/style.css"></head><body class="${embedded ? "embedded" : ""}"><main><h1>${title}</h1>${body}</main></body></html>`
        .text,
    );

export const style = `:root{color-scheme:light dark;--ink:light-dark(#1b1d21,#eceef1);--soft:light-dark(#5b616b,#a2a9b4);--line:light-dark(#c9ced6,#454b55);--edge:light-dark(#848b96,#6f7884);--back:light-dark(#f6f7f9,#131518);--card:light-dark(#fff,#1b1e22);--accent:light-dark(#2457d6,#8cb0ff);--on:light-dark(#fff,#10131a);--bad:light-dark(#b3261e,#ff9d94)}
*{box-sizing:border-box}body{margin:0;background:var(--back);color:var(--ink);font:16px/1.5 system-ui,sans-serif}
main{max-width:40rem;margin:0 auto;padding:2rem 1rem 4rem}h1{font-size:1.4rem;line-height:1.3;overflow-wrap:anywhere}
form,article,.card{background:var(--card);border:1px solid var(--line);border-radius:10px;padding:1.25rem;margin:1rem 0}
label,fieldset{display:block;margin-top:1rem}label,legend{font-weight:600}fieldset{border:0;padding:0;margin-inline:0}legend{padding:0}fieldset label,.check{font-weight:400}fieldset label{margin-top:.25rem}form>:first-child,form>.bad:first-child+p{margin-top:0}
input:not([type=checkbox]),textarea,select{width:100%;min-height:2.75rem;padding:.5rem .7rem;margin-top:.25rem;border:1px solid var(--edge);border-radius:7px;background:transparent;color:inherit;font:inherit}
textarea{min-height:9rem}::file-selector-button{margin-inline-end:.7rem;padding:.15rem .6rem;border:1px solid var(--edge);border-radius:5px;background:var(--back);color:inherit;font:inherit;font-size:.9rem}input:focus-visible,textarea:focus-visible,select:focus-visible,button:focus-visible,a:focus-visible{outline:2px solid var(--accent);outline-offset:2px}
button{min-height:2.75rem;padding:0 1.1rem;margin-top:1.25rem;border:0;border-radius:7px;background:var(--accent);color:var(--on);font:inherit;font-weight:600;cursor:pointer}
button.quiet{background:transparent;color:var(--accent);border:1px solid var(--edge)}a{color:var(--accent)}
.soft{color:var(--soft);font-size:.9rem}.bad{color:var(--bad);font-weight:600}.text{white-space:pre-wrap;overflow-wrap:anywhere}
.rich{overflow:auto hidden;overflow-wrap:anywhere}.rich>:first-child{margin-top:0}.rich>:last-child{margin-bottom:0}.rich *{color:inherit}.rich a{color:var(--accent)}.rich [bgcolor]{background:none}.rich table{border-spacing:0}article>:first-child,article>:last-child{margin-top:0}article>.soft:first-child{margin-bottom:.5rem}
.rich :is(h1,h2,h3,h4,h5,h6){font-size:1.05rem;margin:1rem 0 .25rem}.rich :is(p,ul,ol,blockquote,pre){margin:.6rem 0}.rich blockquote{padding-inline-start:.8rem;border-inline-start:3px solid var(--line);color:var(--soft)}
.rich img{max-width:100%;height:auto}.rich :is(pre,code){font-family:ui-monospace,monospace;font-size:.9em}.rich pre{white-space:pre-wrap}.rich :is(td,th){padding:.15rem .5rem .15rem 0;text-align:start;vertical-align:top}
.need{color:var(--bad)}.help{margin:.1rem 0 0}[aria-invalid]{border-color:var(--bad)!important}.trap{position:absolute;inset-inline-start:-9999px}
ul{padding-inline-start:1.2rem}.list{list-style:none;padding:0}.list li{padding:.75rem 1.25rem}.list li+li{border-top:1px solid var(--line)}.list a{display:block;overflow-wrap:anywhere}article.own{border-inline-start:3px solid var(--accent)}.bare{border:0;background:transparent;padding:0}.bare button{margin-top:0}
.embedded main{max-width:none;padding:.5rem}.embedded h1{font-size:1.2rem;margin:.25rem 0}.embedded form{margin:.5rem 0}`;
