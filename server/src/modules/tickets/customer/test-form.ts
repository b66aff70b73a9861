/** For tests of the public pages: a form as a browser sends it. */
import type { Test } from "../../../test/kit.ts";

const boundary = "----form";
export type Send = ReturnType<typeof sender>;

export const sender =
  ({ app }: Test) =>
  (
    path: string,
    values: Record<string, string>,
    files: { name: string; body: string }[] = [],
    headers: Record<string, string> = {},
  ) => {
    const parts = [
      ...Object.entries(values).map(
        ([name, value]) => `--${boundary}\r\ncontent-disposition: form-data; name="${name}"\r\n\r\n${value}\r\n`,
      ),
      ...files.map(
        (f) =>
          `--${boundary}\r\ncontent-disposition: form-data; name="files"; filename="${f.name}"\r\ncontent-type: text/plain\r\n\r\n${f.body}\r\n`,
      ),
    ];
    return app.http.inject({
      method: "POST",
      url: path,
      headers: { "content-type": `multipart/form-data; boundary=${boundary}`, ...headers },
      payload: `${parts.join("")}--${boundary}--\r\n`,
    });
  };
