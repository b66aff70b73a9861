/** Adding a channel: pick the kind, fill in its form, and it is live. */
import type { ChannelKind } from "@omniflow/contract";
import { useQueryClient } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import { useTranslation } from "react-i18next";
import { createChannel } from "../../../api/channels.ts";
import { keys } from "../../../api/keys.ts";
import { NotFound } from "../../../frame/problems.tsx";
import { useGo, useSlug } from "../../../frame/workspace-link.ts";
import { useSaid } from "../../../said/index.ts";
import { ChannelIcon } from "../../../ui/avatar.tsx";
import { Loaded } from "../../../ui/loaded.tsx";
import { Pane, SaveRow } from "../pane.tsx";
import { HandlingFields, NameFields } from "./common-fields.tsx";
import { KindFields } from "./fields.tsx";
import { useKinds } from "./kinds.ts";
import { useChannelForm } from "./use-channel-form.ts";

export function NewChannel({ kind }: { kind: string }) {
  const kinds = useKinds();
  return (
    <Loaded query={kinds}>
      {(all) => {
        if (!kind) return <KindCards kinds={all} />;
        const found = all.find((one) => one.kind === kind);
        return found ? <NewForm key={kind} kind={found} /> : <NotFound />;
      }}
    </Loaded>
  );
}

function KindCards({ kinds }: { kinds: readonly ChannelKind[] }) {
  const { t } = useTranslation("settings");
  const said = useSaid();
  const slug = useSlug();
  return (
    <Pane title={t("channels.addTitle")} lead={t("channels.addLead")}>
      <ul className="grid gap-3 sm:grid-cols-2">
        {kinds.map((kind) => (
          <li key={kind.kind}>
            <Link
              to={`/w/${slug}/settings/channels/new-${kind.kind}` as string}
              className="flex h-full items-start gap-3 rounded-lg border border-line p-4 transition-colors duration-100 hover:border-line-strong hover:bg-hover"
            >
              <span className="grid size-9 shrink-0 place-items-center rounded-md bg-accent-soft text-accent-ink">
                <ChannelIcon kind={kind.kind} />
              </span>
              <span className="min-w-0">
                <span className="block text-sm font-semibold text-ink">{said(kind.label)}</span>
                <span className="block text-xs text-muted">{said(kind.summary)}</span>
              </span>
            </Link>
          </li>
        ))}
      </ul>
    </Pane>
  );
}

function NewForm({ kind }: { kind: ChannelKind }) {
  const { t } = useTranslation("settings");
  const said = useSaid();
  const client = useQueryClient();
  const go = useGo();
  const { items, form } = useChannelForm({
    kind,
    name: said(kind.label),
    save: (body) => createChannel({ kind: kind.kind, ...body }),
    onDone: (channel) => {
      client.setQueryData(keys.channel(channel.id), channel);
      void client.invalidateQueries({ queryKey: keys.channelList });
      go(`/settings/channels/${channel.id}`);
    },
  });
  return (
    <Pane title={said(kind.label)} lead={said(kind.summary)}>
      <form noValidate onSubmit={form.submit} className="grid gap-8">
        <NameFields form={form} kind={kind} isNew />
        <KindFields
          items={items}
          values={form.values}
          secretsSet={[]}
          problem={form.problem}
          onChange={(name, value) => form.set(name, value as never)}
        />
        <HandlingFields form={form} />
        <SaveRow form={{ ...form, dirty: true }} label={t("channels.connect")} />
      </form>
    </Pane>
  );
}
