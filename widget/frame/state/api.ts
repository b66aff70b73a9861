/** The visitor API: one call, its errors as `ApiError`, and uploads with progress. */
import type { UploadedFile, WidgetAnswer } from "@omniflow/contract/widget";

export class ApiError extends Error {
  /** 0: the server could not be reached. */
  readonly status: number;
  /** Seconds to wait, when the server said so. */
  readonly retryAfter: number;
  constructor(status: number, message: string, retryAfter = 0) {
    super(message);
    this.status = status;
    this.retryAfter = retryAfter;
  }
  /** The same request may succeed later. */
  get passing(): boolean {
    return this.status === 0 || this.status === 408 || this.status === 429 || this.status >= 500;
  }
}

export type Api = {
  call<T>(method: string, path: string, body?: unknown): Promise<T>;
  upload(file: File, progress: (share: number) => void, signal: AbortSignal): Promise<UploadedFile>;
};

export function createApi(key: string, token: () => string | null): Api {
  const address = (path: string) => `/api/widget/${encodeURIComponent(key)}/${path}`;
  const authorization = (): Record<string, string> => {
    const value = token();
    return value ? { authorization: `Bearer ${value}` } : {};
  };
  return {
    async call<T>(method: string, path: string, body?: unknown): Promise<T> {
      const headers = { ...authorization(), ...(body === undefined ? {} : { "content-type": "application/json" }) };
      let response: Response;
      let answer: WidgetAnswer<T>;
      try {
        const signal = AbortSignal.timeout(20_000);
        response = await fetch(address(path), {
          method,
          headers,
          signal,
          body: body && JSON.stringify(body),
        } as RequestInit);
        answer = await response.json();
      } catch {
        throw new ApiError(0, "");
      }
      if (answer.success) return answer.data;
      throw new ApiError(
        response.status,
        answer.error?.message ?? "",
        Number(response.headers.get("retry-after")) || 0,
      );
    },
    upload: (file, progress, signal) =>
      new Promise((resolve, reject) => {
        // fetch cannot tell how far an upload has come.
        const request = new XMLHttpRequest();
        request.open("POST", address("files"));
        for (const [name, value] of Object.entries(authorization())) request.setRequestHeader(name, value);
        request.upload.onprogress = (event) => progress(event.total ? event.loaded / event.total : 0);
        request.onerror = () => reject(new ApiError(0, ""));
        request.onload = () => {
          try {
            const answer = JSON.parse(request.responseText) as WidgetAnswer<UploadedFile>;
            if (answer.success) resolve(answer.data);
            else reject(new ApiError(request.status, answer.error.message));
          } catch {
            reject(new ApiError(request.status, ""));
          }
        };
        signal.addEventListener("abort", () => request.abort());
        const form = new FormData();
        form.append("file", file, file.name);
        request.send(form);
      }),
  };
}

/** Full-jitter exponential back-off in milliseconds: many visitors do not come back in the same instant. */
export const backoff = (attempt: number, random = Math.random): number =>
  Math.round((0.25 + 0.75 * random()) * Math.min(15_000, 500 * 2 ** attempt));
