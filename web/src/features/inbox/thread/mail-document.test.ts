import { describe, expect, it } from "vitest";
import { frameShell, hasRemoteImages, isDesigned } from "./mail-document.ts";

const origin = "https://desk.example";

describe("isDesigned", () => {
  it.each([
    ["<p>Hello <b>you</b></p>", false],
    ['<div dir="ltr">Hi<br></div>', false],
    ['<img src="/api/v1/files/1">', false],
    ["<table><tr><td>x</td></tr></table>", true],
    ['<p style="color:#333">x</p>', true],
    ['<div style="background:#fff">x</div>', true],
    ['<td bgcolor="#eee">x', true],
    ["<style>p{margin:0}</style>x", true],
  ])("%s → %s", (html, expected) => expect(isDesigned(html)).toBe(expected));
});

describe("hasRemoteImages", () => {
  it.each([
    ['<img src="https://tracker.example/p.gif">', true],
    ['<img alt="x" src=http://tracker.example/p.gif>', true],
    ['<img src="//tracker.example/p.gif">', true],
    ['<img src="https://desk.example.evil.test/p.gif">', true],
    ['<img src="https://desk.example/api/v1/files/1?sig=2">', false],
    ['<img src="/api/v1/remote-image?url=x&amp;sig=y">', false],
    ['<img src="data:image/png;base64,AAAA">', false],
    ["<p>https://tracker.example/p.gif</p>", false],
  ])("%s → %s", (html, expected) => expect(hasRemoteImages(html, origin)).toBe(expected));
});

describe("frameShell", () => {
  it("allows pictures from our own origin only and no script at all", () => {
    const shell = frameShell(origin, "light");
    expect(shell).toContain(`img-src data: blob: ${origin};`);
    expect(shell).toContain("default-src 'none'");
    expect(shell).not.toMatch(/script-src|https:\s/);
  });
});
