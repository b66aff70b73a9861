/** One channel: how it is doing, how to use it, its settings, and taking it away. */
import type { Channel, ChannelKind } from "@omniflow/contract";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { Pause, Play } from "lucide-react";
import { useTranslation } from "react-i18next";
import { changeChannel } from "../../../api/channels.ts";
import { keys } from "../../../api/keys.ts";
import { useSaid } from "../../../said/index.ts";
import { Button } from "../../../ui/button.tsx";
import { Loaded } from "../../../ui/loaded.tsx";
import { errorText, SkeletonRows } from "../../../ui/states.tsx";
import { notify } from "../../../ui/toast.tsx";
import { Pane, SaveRow } from "../pane.tsx";
import { HandlingFields, NameFields } from "./common-fields.tsx";
import { DeleteChannel } from "./delete.tsx";
import { KindFields } from "./fields.tsx";
import { ChannelHealth } from "./health.tsx";
import { HowToUse } from "./how-to.tsx";
import { useChannel, useKinds } from "./kinds.ts";
import { useChannelForm } from "./use-channel-form.ts";

export function EditChannel({ id }: { id: string }) {
  const channel = useChannel(id);
  const kinds = useKinds();
  return (
    <Loaded query={channel} skeleton={<SkeletonRows className="mx-auto max-w-2xl px-10 py-10" />}>
      {(one) => (
        <Loaded query={kinds} skeleton={<SkeletonRows className="mx-auto max-w-2xl px-10 py-10" />}>
          {(all) => (
            <ChannelPage channel={one} kind={all.find((kind) => kind.kind === one.kind) ?? unknownKind(one.kind)} />
          )}
        </Loaded>
      )}
    </Loaded>
  );
}

/** A channel of a kind this server no longer has can still be renamed, paused and deleted. */
const unknownKind = (kind: string): ChannelKind => ({
  kind,
  label: kind,
  summary: "",
  settings: {},
  secrets: {},
  form: {},
  has_address: false,
  can_test: false,
});

function ChannelPage({ channel, kind }: { channel: Channel; kind: ChannelKind }) {
  const { t } = useTranslation("settings");
  const said = useSaid();
  return (
    <Pane title={channel.name} lead={said(kind.label)} action={<PauseButton channel={channel} />}>
      <ChannelHealth channel={channel} canTest={kind.can_test} />
      <HowToUse channel={channel} />
      <ChannelForm channel={channel} kind={kind} />
      <DeleteChannel channel={channel} title={t("channels.dangerTitle")} />
    </Pane>
  );
}

function ChannelForm({ channel, kind }: { channel: Channel; kind: ChannelKind }) {
  const client = useQueryClient();
  const { items, form } = useChannelForm({
    kind,
    channel,
    save: (body) => changeChannel(channel.id, { ...body, version: channel.version }),
    onDone: (saved) => {
      client.setQueryData(keys.channel(saved.id), saved);
      void client.invalidateQueries({ queryKey: keys.channelList });
    },
    onConflict: () => void client.invalidateQueries({ queryKey: keys.channel(channel.id) }),
  });
  return (
    <form noValidate onSubmit={form.submit} className="grid gap-8 border-t border-line pt-6">
      <NameFields form={form} kind={kind} />
      <KindFields
        items={items}
        values={form.values}
        secretsSet={channel.secrets_set}
        problem={form.problem}
        onChange={(name, value) => form.set(name, value as never)}
      />
      <HandlingFields form={form} />
      <SaveRow form={form} />
    </form>
  );
}

function PauseButton({ channel }: { channel: Channel }) {
  const { t } = useTranslation("settings");
  const client = useQueryClient();
  const paused = channel.state === "paused";
  const toggle = useMutation({
    mutationFn: () => changeChannel(channel.id, { state: paused ? "active" : "paused", version: channel.version }),
    onSuccess: (saved) => {
      client.setQueryData(keys.channel(saved.id), saved);
      void client.invalidateQueries({ queryKey: keys.channelList });
    },
    onError: (error) => {
      notify({ tone: "error", text: errorText(error) });
      void client.invalidateQueries({ queryKey: keys.channel(channel.id) });
    },
  });
  return (
    <Button busy={toggle.isPending} onClick={() => toggle.mutate()}>
      {paused ? <Play aria-hidden /> : <Pause aria-hidden />}
      {t(paused ? "channels.resume" : "channels.pause")}
    </Button>
  );
}
