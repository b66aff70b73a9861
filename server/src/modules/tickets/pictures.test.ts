import { afterAll, beforeAll, expect, it } from "vitest";
import { openScene, type Scene } from "./test-scene.ts";

let s: Scene;
beforeAll(async () => {
  s = await openScene();
});
afterAll(() => s?.test.close());

const upload = async (): Promise<{ id: string; url: string }> => {
  const body = Buffer.concat([
    Buffer.from(
      '--b\r\nContent-Disposition: form-data; name="file"; filename="p.png"\r\nContent-Type: image/png\r\n\r\n',
    ),
    Buffer.from(
      "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNkYPhfDwAChwGA60e6kgAAAABJRU5ErkJggg==",
      "base64",
    ),
    Buffer.from("\r\n--b--\r\n"),
  ]);
  return (await s.ann("POST", "/files", body, { "content-type": "multipart/form-data; boundary=b" })).data;
};
const shown = (html: string) => /src="([^"]+)"/.exec(html)?.[1]?.replaceAll("&amp;", "&") ?? "";
const status = async (url: string) => (await s.test.app.http.inject({ url })).statusCode;

it("in a description and a note are kept with the ticket and shown by a signed address", async () => {
  const [one, two] = [await upload(), await upload()];
  const ticket = await s.ticket({ description: `<p>Look <img src="${one.url.replaceAll("&", "&amp;")}" alt="p"></p>` });
  const detail = await s.get(ticket.id);
  expect(await status(shown(detail.description))).toBe(200);
  expect(detail.files, "what the text shows is no file beside it").toEqual([]);
  // As the editor sends it back: with the address it was shown.
  await s.ann("PATCH", `/tickets/${ticket.id}`, { description: detail.description.replace("Look", "See") });
  expect(await status(shown((await s.get(ticket.id)).description))).toBe(200);
  const html = `<p><img src="${two.url.replaceAll("&", "&amp;")}"></p>`;
  const { data: note } = await s.ann("POST", `/tickets/${ticket.id}/notes`, { html });
  expect([await status(shown(note.html)), note.attachments]).toEqual([200, []]);
});

it("of another ticket get no address, whatever the text names", async () => {
  const picture = await upload();
  await s.ticket({ description: `<p><img src="cid:${picture.id}"></p>` });
  const thief = await s.ticket({ description: `<p><img src="cid:${picture.id}"></p>` });
  expect(shown((await s.get(thief.id)).description)).toBe(`cid:${picture.id}`);
});

it("a note that was taken away comes back as it was, by its author", async () => {
  const ticket = await s.ticket();
  const at = `/tickets/${ticket.id}/notes`;
  const { data: note } = await s.ann("POST", at, { text: "keep me" });
  expect((await s.ann("POST", `${at}/${note.id}/restore`)).status, "it is there").toBe(404);
  await s.ann("DELETE", `${at}/${note.id}`);
  expect((await s.ann("GET", at)).data).toEqual([]);
  expect((await s.ann("POST", `${at}/${note.id}/restore`)).data).toMatchObject({ id: note.id, text: "keep me" });
  expect((await s.ann("GET", at)).data).toHaveLength(1);
});
