/** The forms beside the chat: read with their stamp, sent as a browser sends a form, so that files come along. */
import type { WidgetAnswer, WidgetFormPage } from "@omniflow/contract/widget";
import { ApiError } from "./api.ts";

const address = (key: string) => `/api/v1/ticket-forms/${encodeURIComponent(key)}`;

async function answerOf<T>(asked: Promise<Response>): Promise<T> {
  let response: Response;
  let answer: WidgetAnswer<T>;
  try {
    response = await asked;
    answer = await response.json();
  } catch {
    throw new ApiError(0, "");
  }
  if (answer.success) return answer.data;
  throw new ApiError(response.status, answer.error?.message ?? "");
}

export const readForm = (key: string) => answerOf<WidgetFormPage>(fetch(address(key)));
/** @returns the number of the request */
export const sendForm = (key: string, body: FormData) =>
  answerOf<{ number: number | null }>(fetch(address(key), { method: "POST", body }));
