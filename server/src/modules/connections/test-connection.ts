/** The test button: asks the adapter to check its settings at the provider and, by e-mail, sends a message to somebody. */
import type { ChannelTest } from "@omniflow/contract";
import { type ChannelAdapter, ChannelError, type ConnectionView, type Outbound } from "../../channels/adapter.ts";
import { getAdapter } from "../../channels/registry.ts";
import { AppError } from "../../errors.ts";
import type { Context } from "../../platform/context.ts";
import { newId } from "../../platform/uuid.ts";
import { getConnection } from "./find.ts";
import { noteFailure, noteSuccess } from "./health.ts";
import { viewOf } from "./views.ts";

const timeLimit = 30_000;
const tooSlow = "The provider did not answer within 30 seconds.";

/** A provider that says no is an answer (`ok: false`), not an error. @param to where the test message goes; itself by default */
export async function testConnection(ctx: Context, id: string, to?: string): Promise<ChannelTest> {
  const row = await getConnection(ctx, id);
  const adapter = getAdapter(ctx.platform, row.kind);
  const view = viewOf(ctx.platform, row);
  const report: string[] = [];
  try {
    const signal = AbortSignal.timeout(timeLimit);
    if (adapter.test) report.push(...(await withinTime(adapter.test(view, signal), signal)).report);
    if (adapter.address?.kind === "email")
      report.push(await sendTestMail(ctx, adapter, view, to ?? view.address!, signal));
    await noteSuccess(ctx, id);
    return { ok: true, report };
  } catch (error) {
    const reason = reasonOf(error);
    if (row.state === "active") await noteFailure(ctx, id, reason);
    return { ok: false, report: [...report, reason] };
  }
}

function reasonOf(error: unknown): string {
  if (error instanceof ChannelError) return error.reason;
  if (error instanceof AppError) return error.message;
  if (/^(Timeout|Abort)Error$/.test((error as Error).name)) return tooSlow;
  throw error;
}

const withinTime = <T>(work: Promise<T>, signal: AbortSignal): Promise<T> =>
  Promise.race([
    work,
    new Promise<never>((_, reject) =>
      signal.addEventListener("abort", () => reject(new ChannelError(tooSlow, { retry: true }))),
    ),
  ]);

async function sendTestMail(
  ctx: Context,
  adapter: ChannelAdapter,
  view: ConnectionView,
  to: string,
  signal: AbortSignal,
) {
  for (const part of adapter.render(testMessage(ctx, view, to), view)) {
    await withinTime(adapter.send(part, view, signal), signal);
  }
  return `A test message is on its way to ${to}.`;
}

const testMessage = (ctx: Context, view: ConnectionView, to: string): Outbound => ({
  id: newId(),
  threadId: newId(),
  threadKey: null,
  subject: "Test message from Omniflow",
  text: `This is a test of the channel “${view.name}”. When you can read it, sending works.`,
  html: null,
  author: { name: view.name },
  to: [{ kind: "email", value: to.trim().toLowerCase() }],
  cc: [],
  bcc: [],
  files: [],
  references: [],
  createdAt: ctx.platform.clock.now(),
});
