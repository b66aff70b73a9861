/** Where in HTML a place is. Small on purpose: what it does not understand is no place for a value. */
import type { Place } from "./ast.ts";

const linkAttributes = new Set(["href", "src", "cite", "action", "background", "poster", "formaction"]);

/** `whole`: nothing stands before it in the address. */
export type Where = { place: Place; whole: boolean };

/**
 * Follows HTML just far enough to tell where a place is: between tags, in a quoted attribute, or somewhere a value must never
 * go (unquoted attributes, tag names, comments, `style` and `on…`).
 */
export class Markup {
  private at = 0;
  private state: "text" | "tag" | "value" | "comment" = "text";
  private quote = "";
  private attribute = "";
  private valueStart = 0;

  private readonly source: string;

  constructor(source: string) {
    this.source = source;
  }

  /** Asked in ascending order. Null: no value may stand here. */
  placeOf(open: number, end: number): Where | null {
    this.advance(open);
    const found = this.here(open, end);
    // What is inside the braces is not markup.
    this.at = Math.max(this.at, end);
    return found;
  }

  private here(open: number, end: number): Where | null {
    // `<{{name}}` would make a tag of the value.
    if (this.state === "text" && /<[/!?]?$/.test(this.source.slice(Math.max(0, open - 2), open))) return null;
    if (this.state === "text") return { place: "html", whole: false };
    if (this.state !== "value" || !this.quote) return null;
    if (/^on|^style$/.test(this.attribute)) return null;
    if (!linkAttributes.has(this.attribute)) return { place: "html", whole: false };
    const first = this.source.slice(this.valueStart, open).trim() === "";
    const last = this.source.startsWith(this.quote, end);
    return first && last ? { place: "href", whole: true } : { place: "url", whole: first };
  }

  private advance(until: number): void {
    const { source } = this;
    while (this.at < until) {
      if (this.state === "text") {
        const next = source.indexOf("<", this.at);
        if (next < 0 || next >= until) {
          this.at = until;
          return;
        }
        this.at = next + 1;
        if (source.startsWith("!--", this.at)) this.state = "comment";
        else if (/[a-z/!?]/i.test(source[this.at] ?? "")) {
          this.state = "tag";
          this.attribute = "";
        }
      } else if (this.state === "comment") {
        const next = source.indexOf("-->", this.at);
        this.at = next < 0 || next >= until ? until : next + 3;
        if (next >= 0 && next < until) this.state = "text";
      } else if (this.state === "value") this.readValue(until);
      else this.readTag();
    }
  }

  private readValue(until: number): void {
    const next = this.source.indexOf(this.quote, this.at);
    if (next < 0 || next >= until) this.at = until;
    else {
      this.at = next + 1;
      this.state = "tag";
      this.attribute = "";
    }
  }

  private readTag(): void {
    const char = this.source[this.at]!;
    this.at++;
    if (char === ">") this.state = "text";
    else if (char === '"' || char === "'") {
      this.state = "value";
      this.quote = char;
      this.valueStart = this.at;
    } else if (/\s/.test(char)) {
      if (/\s/.test(this.source[this.at] ?? "") || this.source[this.at] === "=") return;
      this.attribute = "";
    } else if (char !== "=" && char !== "/") this.attribute += char.toLowerCase();
  }
}
