import { describe, expect, it } from "vitest";
import { cleanHtml, storable, textOf } from "./html.ts";

describe("mail HTML", () => {
  it.each([
    `<script>alert(1)</script>`,
    `<img src=x onerror=alert(1)>`,
    `<img src="javascript:alert(1)">`,
    `<a href="javascript:alert(1)">x</a>`,
    `<a href=" java\tscript:alert(1)">x</a>`,
    `<a href="data:text/html,<script>alert(1)</script>">x</a>`,
    `<svg onload=alert(1)><animate onbegin=alert(1)></svg>`,
    `<math><mi xlink:href="javascript:alert(1)">x</mi></math>`,
    `<iframe srcdoc="<script>alert(1)</script>"></iframe>`,
    `<form action="https://evil.test"><input name=password></form>`,
    `<style>@import "https://evil.test/x.css";</style>`,
    `<div style="background:url(javascript:alert(1))">x</div>`,
    `<div style="position:fixed;top:0;width:expression(alert(1))">x</div>`,
    `<object data="x.swf"></object><embed src=x>`,
    `<meta http-equiv="refresh" content="0;url=https://evil.test"><base href="https://evil.test/">`,
    `<link rel=stylesheet href="https://evil.test/x.css">`,
    `<img src="data:image/svg+xml;base64,PHN2ZyBvbmxvYWQ9YWxlcnQoMSk+">`,
    `<noscript><p title="</noscript><img src=x onerror=alert(1)>"></noscript>`,
    `<template><img src=x onerror=alert(1)></template>`,
    `<<script>script>alert(1)</script>`,
    `<xmp><img src=x onerror=alert(1)></xmp>`,
    `<video><source onerror=alert(1)></video>`,
    `<a href="vbscript:msgbox(1)">x</a>`,
  ])("takes away what could act: %s", (html) => {
    const clean = cleanHtml(html) ?? "";
    expect(clean).not.toMatch(
      /<(script|svg|math|iframe|form|input|style|object|embed|meta|base|link|template|video|source|xmp|noscript)\b/i,
    );
    expect(clean).not.toMatch(/\son\w+\s*=|javascript:|vbscript:|expression\(|data:text|svg\+xml|position|url\(/i);
  });

  it("keeps what makes a mail readable", () => {
    const html = `<table width="600" bgcolor="#ffffff"><tr><td style="padding: 4px; color: #333">Hello <b>you</b><br><a href="https://example.test/?a=1&amp;b=2">link</a><img src="cid:logo" alt="Logo" width="100"></td></tr></table>`;
    const clean = cleanHtml(html)!;
    expect(clean).toContain(`style="padding:4px;color:#333"`);
    expect(clean).toContain(`target="_blank" rel="noopener noreferrer nofollow"`);
    expect(clean).toContain(`src="cid:logo"`);
  });

  it("drops one-pixel pictures that count readers", () => {
    expect(cleanHtml(`<p>x</p><img src="https://track.test/1.gif" width="1" height="1">`)).toBe("<p>x</p>");
  });

  it("survives hostile nesting", () => {
    expect(cleanHtml(`${"<div>".repeat(300_000)}<script>alert(1)</script><b onclick=x>deep`)).toBe("alert(1) deep");
    expect(cleanHtml("<p>one</p>".repeat(1000))).toContain("<p>one</p>");
  });

  it("reads as text", () => {
    expect(textOf("<p>Dear Ann,</p><p>a &amp; b<br>second</p><ul><li>one</li></ul><style>x{}</style>")).toBe(
      "Dear Ann,\na & b\nsecond\n• one",
    );
  });

  it("makes text storable", () => {
    expect(storable("a\u0000b\ud800c")).toBe("ab\ufffdc");
  });
});
