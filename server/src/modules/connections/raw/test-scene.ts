/** For the tests of the intake: one fake connection, what arrives for it, and looks at what became of it. */
import { fakeRequest } from "../../../channels/fake/adapter.ts";
import { acceptRaw, connectionTasks } from "../index.ts";
import { type Bed, openBed } from "../test-bed.ts";

export type RawState = {
  id: string;
  state: string;
  attempts: number;
  reason: string | null;
  message_id: string | null;
};

export async function openScene() {
  const bed: Bed = await openBed();
  const target = { workspaceId: bed.workspaceId, id: "", key: "" };
  const run = (task: string, payload: object = {}, platform = bed.platform, signal = new AbortController().signal) =>
    connectionTasks[task]!(platform, payload, signal);
  const looked = <T>(text: string) => bed.rows<T>(text, [target.id]);
  return {
    bed,
    target,
    run,
    /** A new connection, and no job left from the last. */
    async begin(): Promise<void> {
      await bed.rows("select graphile_worker.complete_jobs(array(select id from graphile_worker.jobs))");
      const { data } = await bed.api("POST", "/channels", { kind: "fake", name: "Fake" });
      target.id = data.id;
      target.key = data.key;
    },
    accept: (items: unknown, headers: Record<string, string> = {}) =>
      acceptRaw(bed.platform, target, fakeRequest(items, headers)),
    messages: () =>
      looked<{ external_id: string; text: string; id: string }>(
        "select id, external_id, text from messages where connection_id = $1 order by created_at, id",
      ),
    raws: () =>
      looked<RawState>(
        "select id, state, attempts, reason, message_id from raw_messages where connection_id = $1 order by received_at, id",
      ),
    /** The job, run here and now. */
    processHere: (platform = bed.platform, signal?: AbortSignal) =>
      run("process_raw", { workspace_id: target.workspaceId, connection_id: target.id }, platform, signal),
    makeDue: () => looked("update raw_messages set retry_at = null where connection_id = $1"),
  };
}

export type Scene = Awaited<ReturnType<typeof openScene>>;
