/** The form of a channel, new or existing: what every channel has, and what its kind adds. */
import type { Channel, ChannelInput, ChannelKind } from "@omniflow/contract";
import { useMemo } from "react";
import { useTranslation } from "react-i18next";
import { useForm } from "../../../lib/use-form.ts";
import { useSaid } from "../../../said/index.ts";
import { type FormItem, formItems, initialValues, payloadOf, problemsOf, type Values } from "./from-schema.ts";

export type ChannelValues = Values & {
  $name: string;
  $address: string;
  $team: string;
  $signature: string;
  $reply: boolean;
  $reply_subject: string;
  $reply_text: string;
};
export type ChannelBody = Omit<ChannelInput, "kind">;

type Options = {
  kind: ChannelKind;
  channel?: Channel;
  /** Suggested name of a new one. */
  name?: string;
  save: (body: ChannelBody) => Promise<Channel>;
  onDone: (channel: Channel) => void;
  onConflict?: () => void;
};

export function useChannelForm({ kind, channel, name, save, onDone, onConflict }: Options) {
  const { t } = useTranslation("settings");
  const said = useSaid();
  const items = useMemo(() => formItems(kind).map((item) => inWords(item, said)), [kind, said]);
  const initial = useMemo(() => valuesOf(items, channel, name ?? ""), [items, channel, name]);
  const form = useForm<ChannelValues, Channel>({
    initial,
    check: (values) => {
      const problems = problemsOf(items, values, channel?.secrets_set);
      const said = Object.fromEntries(
        Object.entries(problems).map(([field, problem]) => [field, t(`problem.${problem}`)]),
      );
      return { ...(values.$name.trim() ? {} : { $name: t("channels.needName") }), ...said };
    },
    submit: (values) => save(bodyOf(items, values, kind)),
    onDone,
    onConflict,
  });
  return { items, form };
}

function valuesOf(items: readonly FormItem[], channel: Channel | undefined, name: string): ChannelValues {
  return {
    ...initialValues(items, channel?.settings),
    $name: channel?.name ?? name,
    $address: channel?.address ?? "",
    $team: channel?.team_id ?? "",
    $signature: channel?.signature ?? "",
    $reply: channel?.auto_reply?.enabled ?? false,
    $reply_subject: channel?.auto_reply?.subject ?? "",
    $reply_text: channel?.auto_reply?.text ?? "",
  } as ChannelValues;
}

function bodyOf(items: readonly FormItem[], values: ChannelValues, kind: ChannelKind): ChannelBody {
  const hasReply = values.$reply || values.$reply_text.trim() !== "";
  return {
    name: values.$name.trim(),
    ...payloadOf(items, values),
    ...(kind.has_address ? { address: values.$address.trim() || null } : {}),
    team_id: values.$team || null,
    signature: values.$signature,
    auto_reply: hasReply
      ? {
          enabled: values.$reply,
          text: values.$reply_text,
          ...(values.$reply_subject.trim() ? { subject: values.$reply_subject.trim() } : {}),
        }
      : null,
  };
}

/** The form is declared by the server, in English. */
const inWords = (item: FormItem, said: (text: string) => string): FormItem => ({
  ...item,
  label: said(item.label),
  ...(item.help ? { help: said(item.help) } : {}),
  ...(item.placeholder ? { placeholder: said(item.placeholder) } : {}),
  ...(item.group ? { group: said(item.group) } : {}),
  options: item.options.map((option) => ({ ...option, label: said(option.label) })),
});
