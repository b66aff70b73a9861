/** Taking a channel away, behind its typed name. Its conversations stay. */
import type { Channel } from "@omniflow/contract";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { deleteChannel } from "../../../api/channels.ts";
import { keys } from "../../../api/keys.ts";
import { useGo } from "../../../frame/workspace-link.ts";
import { Button } from "../../../ui/button.tsx";
import { Confirm } from "../../../ui/confirm.tsx";
import { Group } from "../pane.tsx";

export function DeleteChannel({ channel, title }: { channel: Channel; title: string }) {
  const { t } = useTranslation("settings");
  const client = useQueryClient();
  const go = useGo();
  const [asking, setAsking] = useState(false);
  const remove = useMutation({
    mutationFn: () => deleteChannel(channel.id),
    onSuccess: () => {
      client.removeQueries({ queryKey: keys.channel(channel.id) });
      void client.invalidateQueries({ queryKey: keys.channelList });
      go("/settings/channels");
    },
  });
  return (
    <Group title={title} lead={t("channels.deleteLead")} danger>
      <Button look="danger-ghost" className="border border-line-strong" onClick={() => setAsking(true)}>
        {t("channels.delete")}
      </Button>
      {asking && (
        <Confirm
          title={t("channels.deleteTitle", { name: channel.name })}
          word={channel.name}
          action={t("channels.delete")}
          busy={remove.isPending}
          error={remove.error}
          onConfirm={() => remove.mutate()}
          onClose={() => setAsking(false)}
        >
          {t("channels.deleteText")}
        </Confirm>
      )}
    </Group>
  );
}
