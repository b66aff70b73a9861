/** For the tests of tickets: a workspace with an API channel, customers who write, and members who sign in. */
import { newId } from "../../platform/uuid.ts";
import { type Api, openTest, type Test } from "../../test/kit.ts";

export type Scene = {
  test: Test;
  ann: Api;
  channel: string;
  /** A customer writes on a thread of their own; the conversation's id. */
  write(thread: string, text: string): Promise<string>;
  ticket(input?: object): Promise<any>;
  get(id: string): Promise<any>;
  activity(id: string): Promise<{ type: string; data: any }[]>;
};

export async function openScene(options: Parameters<typeof openTest>[0] = {}): Promise<Scene> {
  const test = await openTest(options);
  const ann = await test.signIn();
  const channel = (await test.api("POST", "/channels", { kind: "api", name: "Shop" })).data.id;
  return {
    test,
    ann,
    channel,
    write: async (thread, text) => {
      const { data } = await test.api("POST", `/channels/${channel}/messages`, {
        external_id: newId(),
        thread,
        from: { email: `${thread}@example.test`, name: thread },
        text,
      });
      return data.conversation_id;
    },
    ticket: async (input = {}) => (await ann("POST", "/tickets", { title: "Broken grinder", ...input })).data,
    get: async (id) => (await ann("GET", `/tickets/${id}`)).data,
    activity: async (id) => (await ann("GET", `/tickets/${id}/events`)).data,
  };
}
