/** The API channel: a channel of the customer's own making. Messages come by REST, answers go to a webhook or are read by API. */
import { ApiInbound } from "@omniflow/contract";
import { Value } from "typebox/value";
import { wordsOfProblem } from "../../platform/schema-words.ts";
import { type ChannelAdapter, ChannelError, type Limits, type Outbound, type RawRequest } from "../adapter.ts";
import { callersThread, readApiMessage } from "./inbound.ts";
import { type ApiPart, type ApiWorld, postAnswer, postPing } from "./send.ts";
import { type ApiSecrets, type ApiSettings, apiForm, apiSecrets, apiSettings } from "./settings.ts";

const limits: Limits = {
  html: true,
  subject: true,
  cc: false,
  maxText: null,
  maxFiles: 10,
  maxFileBytes: 10 * 1024 * 1024,
  startsConversations: true,
  reaches: ["email", "phone", "handle"],
  receipts: [],
  typing: false,
  // The delivery id stays the same over every try, so that the receiver can tell.
  idempotentSend: true,
};

/** What gateways take: ten segments and no files. */
const ofTextMessages: Limits = {
  ...limits,
  html: false,
  subject: false,
  segments: true,
  maxText: 1600,
  maxFiles: 0,
  maxFileBytes: 0,
  reaches: ["phone"],
};

export const createApiAdapter = (world: ApiWorld): ChannelAdapter<ApiSettings, ApiSecrets, ApiPart> => ({
  kind: "api",
  label: "API",
  summary: "A channel of your own: your program posts messages to us and gets the answers by webhook.",
  limits,
  limitsFor: ({ carries }) =>
    carries === "sms" ? ofTextMessages : carries === "plain" ? { ...limits, html: false } : limits,
  settings: apiSettings,
  secrets: apiSecrets,
  form: apiForm,
  parse: (request) => [readApiMessage(readBody(request), world.now())],
  render: (message) => [renderAnswer(message)],
  send: (part, connection, signal) => postAnswer(world, part, connection, signal),
  test: async (connection, signal) => ({
    report: [
      await postPing(world, connection, signal),
      `Messages come in at POST /api/v1/channels/${connection.id}/messages.`,
    ],
  }),
});

function readBody(request: RawRequest): ApiInbound {
  let body: unknown;
  try {
    body = JSON.parse(Buffer.from(request.body).toString());
  } catch (cause) {
    throw new ChannelError("This is not JSON.", { retry: false, cause });
  }
  if (Value.Check(ApiInbound, body)) return body;
  const problem = Value.Errors(ApiInbound, body)[0];
  const reason = problem
    ? `This is not a message: ${problem.instancePath || "it"} ${wordsOfProblem(problem)}.`
    : "This is not a message.";
  throw new ChannelError(reason, { retry: false });
}

const renderAnswer = (message: Outbound): ApiPart => ({
  messageId: message.id,
  files: message.files,
  message: {
    message_id: message.id,
    thread: callersThread(message.threadKey),
    thread_id: message.threadId,
    to: message.to.map(({ kind, value, name }) => ({ kind, value, ...(name ? { name } : {}) })),
    author: { name: message.author.name },
    subject: message.subject,
    text: message.text,
    html: message.html,
    in_reply_to: message.references.at(-1) ?? null,
    created_at: message.createdAt.toISOString(),
  },
});
