/** For the tests: an import from a text in one call, through HTTP as a member does it. */
import type { Import, ImportRow } from "@omniflow/contract";
import type { Api, Test } from "../../test/kit.ts";
import { apiKey } from "../../test/kit.ts";

export type Bed = {
  upload(text: string | Buffer, name?: string): Promise<Import>;
  check(id: string): Promise<Import>;
  run(id: string): Promise<Import>;
  undo(id: string): Promise<Import>;
  /** All of it: upload, change, dry run, run. */
  import(text: string | Buffer, change?: object): Promise<Import>;
  rows(id: string, outcome?: string): Promise<ImportRow[]>;
};

export async function upload(test: Test, text: string | Buffer, name = "contacts.csv", key = apiKey) {
  const boundary = "----omniflow";
  const body = Buffer.concat([
    Buffer.from(
      `--${boundary}\r\ncontent-disposition: form-data; name="file"; filename="${name}"\r\ncontent-type: text/csv\r\n\r\n`,
    ),
    Buffer.from(text as string),
    Buffer.from(`\r\n--${boundary}--\r\n`),
  ]);
  const response = await test.app.http.inject({
    method: "POST",
    url: "/api/v1/imports",
    headers: { authorization: `Bearer ${key}`, "content-type": `multipart/form-data; boundary=${boundary}` },
    payload: body,
  });
  return { status: response.statusCode, ...response.json() };
}

export function importBed(test: Test): Bed {
  const api: Api = test.api;
  const verb = (name: string) => async (id: string) => {
    const answer = await api("POST", `/imports/${id}/${name}`);
    if (answer.status !== 200) throw new Error(`${name}: ${JSON.stringify(answer.body)}`);
    await test.work();
    return (await api("GET", `/imports/${id}`)).data as Import;
  };
  const bed: Bed = {
    upload: async (text, name) => {
      const answer = await upload(test, text, name);
      if (answer.status !== 201) throw new Error(`upload: ${JSON.stringify(answer)}`);
      return answer.data;
    },
    check: verb("check"),
    run: verb("run"),
    undo: verb("undo"),
    import: async (text, change) => {
      const made = await bed.upload(text);
      if (change) await api("PATCH", `/imports/${made.id}`, change);
      await bed.check(made.id);
      return bed.run(made.id);
    },
    rows: async (id, outcome) =>
      (await api("GET", `/imports/${id}/rows?limit=100${outcome ? `&outcome=${outcome}` : ""}`)).data,
  };
  return bed;
}
