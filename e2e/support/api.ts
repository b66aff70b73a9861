/** The public API as a program calls it: with the bootstrap key, or any other headers. */
import { apiKey } from "./server.ts";

// biome-ignore lint/suspicious/noExplicitAny: answers of every kind; what matters of each is asserted where it is used
export type Any = any;
export type Answer = { status: number; headers: Headers; data: Any; error: Any; body: Any };
export type Api = (
  method: "GET" | "POST" | "PUT" | "PATCH" | "DELETE",
  path: string,
  body?: unknown,
  headers?: Record<string, string>,
) => Promise<Answer>;

export function apiOf(url: string, headers: Record<string, string> = { authorization: `Bearer ${apiKey}` }): Api {
  return async (method, path, body, more = {}) => {
    const form = body instanceof FormData;
    const response = await fetch(path.startsWith("/api/") ? url + path : `${url}/api/v1${path}`, {
      method,
      headers: { ...headers, ...(body === undefined || form ? {} : { "content-type": "application/json" }), ...more },
      ...(body === undefined ? {} : { body: form ? body : JSON.stringify(body) }),
      redirect: "manual",
    });
    const text = await response.text();
    const json = response.headers.get("content-type")?.includes("json") ? JSON.parse(text) : null;
    return {
      status: response.status,
      headers: response.headers,
      data: json?.data,
      error: json?.error,
      body: json ?? text,
    };
  };
}

/** Fails with the server's own words when a call that must work does not. */
export async function ok(answer: Promise<Answer>): Promise<Any> {
  const { status, data, body } = await answer;
  if (status >= 300) throw new Error(`The API answered ${status}: ${JSON.stringify(body).slice(0, 500)}`);
  return data;
}
