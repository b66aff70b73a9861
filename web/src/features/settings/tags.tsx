/** Tags: one list for the workspace, each with a colour. */
import type { Tag } from "@omniflow/contract";
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { Check, Plus, Tag as TagIcon, Trash2 } from "lucide-react";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { keys } from "../../api/keys.ts";
import { changeTag, createTag, deleteTag, listTags } from "../../api/people.ts";
import { useCan } from "../../frame/me.ts";
import { useForm } from "../../lib/use-form.ts";
import { TagDot, tagColors } from "../../ui/badge.tsx";
import { Button, IconButton } from "../../ui/button.tsx";
import { Confirm } from "../../ui/confirm.tsx";
import { Input } from "../../ui/input.tsx";
import { Loaded } from "../../ui/loaded.tsx";
import { Menu, MenuCheckItem } from "../../ui/menu.tsx";
import { EmptyState, errorText } from "../../ui/states.tsx";
import { notify } from "../../ui/toast.tsx";
import { Pane } from "./pane.tsx";

type Color = (typeof tagColors)[number];

export function TagSettings() {
  const { t } = useTranslation("settings");
  const may = useCan()("conversations.update");
  const tags = useQuery({ queryKey: keys.tags, queryFn: listTags });
  return (
    <Pane title={t("nav.tags")} lead={t("tags.lead")}>
      {may && <NewTag />}
      <Loaded query={tags}>
        {(list) =>
          list.length === 0 ? (
            <EmptyState icon={<TagIcon />} title={t("tags.emptyTitle")} className="rounded-lg border border-line">
              {t("tags.emptyLead")}
            </EmptyState>
          ) : (
            <ul className="divide-y divide-line rounded-lg border border-line">
              {list
                .toSorted((a, b) => a.name.localeCompare(b.name))
                .map((tag) => (
                  <TagRow key={tag.id} tag={tag} may={may} />
                ))}
            </ul>
          )
        }
      </Loaded>
    </Pane>
  );
}

function NewTag() {
  const { t } = useTranslation("settings");
  const client = useQueryClient();
  const form = useForm({
    initial: { name: "", color: "gray" as Color },
    check: ({ name }) => (name.trim() ? {} : { name: t("tags.needName") }),
    submit: ({ name, color }) => createTag({ name: name.trim(), color }),
    onDone: () => {
      form.reset();
      void client.invalidateQueries({ queryKey: keys.tags });
    },
  });
  const problem = form.problem("name") ?? (form.error ? errorText(form.error) : null);
  return (
    <form noValidate onSubmit={form.submit} className="grid gap-1">
      <div className="flex gap-2">
        <ColorChoice value={form.values.color} onChange={(color) => form.set("color", color)} />
        <Input
          name="name"
          aria-label={t("tags.name")}
          aria-invalid={problem ? true : undefined}
          placeholder={t("tags.placeholder")}
          value={form.values.name}
          onChange={(event) => form.set("name", event.target.value)}
        />
        <Button look="primary" type="submit" busy={form.busy}>
          <Plus aria-hidden /> {t("tags.add")}
        </Button>
      </div>
      {problem && (
        <p role="alert" className="text-xs text-danger-ink">
          {problem}
        </p>
      )}
    </form>
  );
}

function TagRow({ tag, may }: { tag: Tag; may: boolean }) {
  const { t } = useTranslation(["settings", "common"]);
  const client = useQueryClient();
  const [name, setName] = useState(tag.name);
  const [deleting, setDeleting] = useState(false);
  const refresh = () => client.invalidateQueries({ queryKey: keys.tags });
  const change = useMutation({
    mutationFn: (next: { name: string; color: Color }) => changeTag(tag.id, next),
    onSuccess: refresh,
    onError: (error) => {
      setName(tag.name);
      notify({ tone: "error", text: errorText(error) });
    },
  });
  const remove = useMutation({ mutationFn: () => deleteTag(tag.id), onSuccess: refresh });
  const color = tag.color as Color;
  const rename = () => name.trim() && name.trim() !== tag.name && change.mutate({ name: name.trim(), color });
  if (!may) {
    return (
      <li className="flex h-11 items-center gap-3 px-4 text-sm text-ink">
        <TagDot color={tag.color} /> {tag.name}
      </li>
    );
  }
  return (
    <li className="flex h-11 items-center gap-1 px-2">
      <ColorChoice value={color} onChange={(next) => change.mutate({ name: tag.name, color: next })} bare />
      <input
        aria-label={t("tags.rename", { name: tag.name })}
        value={name}
        onChange={(event) => setName(event.target.value)}
        onBlur={rename}
        onKeyDown={(event) => event.key === "Enter" && event.currentTarget.blur()}
        className="h-8 min-w-0 flex-1 rounded-md bg-transparent px-2 text-sm text-ink hover:bg-hover"
      />
      {change.isSuccess && <Check aria-label={t("common:saved")} className="size-4 text-success-ink" />}
      <IconButton label={t("tags.delete", { name: tag.name })} onClick={() => setDeleting(true)}>
        <Trash2 />
      </IconButton>
      {deleting && (
        <Confirm
          title={t("tags.deleteTitle", { name: tag.name })}
          action={t("common:delete")}
          busy={remove.isPending}
          error={remove.error}
          onConfirm={() => remove.mutate()}
          onClose={() => setDeleting(false)}
        >
          {t("tags.deleteLead")}
        </Confirm>
      )}
    </li>
  );
}

function ColorChoice({ value, onChange, bare }: { value: Color; onChange: (color: Color) => void; bare?: boolean }) {
  const { t } = useTranslation("settings");
  return (
    <Menu
      className="min-w-36"
      trigger={
        <Button
          look={bare ? "ghost" : "secondary"}
          aria-label={`${t("tags.color")}: ${t(`color.${value}`)}`}
          className="px-2.5"
        >
          <TagDot color={value} />
        </Button>
      }
    >
      {tagColors.map((color) => (
        <MenuCheckItem
          key={color}
          checked={color === value}
          icon={<TagDot color={color} />}
          onSelect={() => onChange(color)}
        >
          {t(`color.${color}`)}
        </MenuCheckItem>
      ))}
    </Menu>
  );
}
