import type { Message } from "@omniflow/contract";
import { describe, expect, it } from "vitest";
import { bodyOf, joinBodies } from "./bring-back.ts";

describe("joinBodies", () => {
  it("is the message alone where nothing was written", () => {
    const back = { html: "<p>b</p>", text: "b" };
    expect(joinBodies({ html: "", text: " " }, back)).toEqual(back);
  });
  it("keeps what was being written, first, with its own recipients and both files", () => {
    const file = (id: string) => ({ id, name: `${id}.pdf`, size: 1 });
    const joined = joinBodies(
      { html: "", text: "1 < 2", channel_id: "mine", attachments: [file("a")] },
      { html: "<p>b</p>", text: "b", channel_id: "other", attachments: [file("b")] },
    );
    expect(joined).toEqual({
      html: "<p>1 &lt; 2</p><p>b</p>",
      text: "1 < 2\n\nb",
      channel_id: "mine",
      attachments: [file("a"), file("b")],
    });
  });
  it("stays plain where both are", () => {
    expect(joinBodies({ html: "", text: "a" }, { html: "", text: "b" }).html).toBe("");
  });
});

describe("bodyOf", () => {
  it("takes files along, not pictures that are in the text", () => {
    const file = (id: string, inline: boolean) => ({ id, inline, name: id, size: 2, content_type: "", url: "" });
    const body = bodyOf({
      html: null,
      text: "x",
      channel_id: "c",
      recipients: null,
      attachments: [file("a", false), file("b", true)],
    } as unknown as Message);
    expect(body).toEqual({
      html: "",
      text: "x",
      signature: "",
      channel_id: "c",
      attachments: [{ id: "a", name: "a", size: 2 }],
    });
  });
});
