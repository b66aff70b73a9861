/** Files that the server makes; apart from the client, since no screen needs it at first. */
import { failure, type Query, queryString, readJson, send } from "./client.ts";

/** A file the server makes, saved by the browser under the name it came with. */
export async function download(path: string, query?: Query): Promise<void> {
  const response = await send("GET", `/api/v1${path}${queryString(query)}`, {});
  if (!response.ok) throw failure(response, await readJson(response));
  const name = /filename="([^"]+)"/.exec(response.headers.get("content-disposition") ?? "")?.[1] ?? "export.csv";
  const link = document.createElement("a");
  link.href = URL.createObjectURL(await response.blob());
  link.download = name;
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), 10_000);
}
