/** The member's saved views below the default ones: their own, their teams', everyone's. */
import type { View } from "@omniflow/contract";
import { useQueryClient } from "@tanstack/react-query";
import {
  ArrowDown,
  ArrowUp,
  Copy,
  EllipsisVertical,
  Filter,
  Globe,
  Link,
  Pencil,
  Plus,
  TextCursor,
  Trash2,
  Users,
} from "lucide-react";
import { useTranslation } from "react-i18next";
import { keys } from "../../../api/keys.ts";
import { createView, deleteView } from "../../../api/triage.ts";
import { useSlug } from "../../../frame/workspace-link.ts";
import { IconButton } from "../../../ui/button.tsx";
import { Menu, MenuItem, MenuSeparator } from "../../../ui/menu.tsx";
import { errorText } from "../../../ui/states.tsx";
import { notify } from "../../../ui/toast.tsx";
import { pushUndo, undo } from "../actions/undo.ts";
import { usePlace } from "../context.ts";
import { inboxPath } from "../href.ts";
import { useCounts } from "../queries/lists.ts";
import { useSavedViews } from "../queries/lookups.ts";
import { drafting } from "./drafting.ts";
import { useReorder } from "./reorder.ts";
import { ViewLink } from "./ViewsPane.tsx";

const icons = { private: <Filter />, team: <Users />, workspace: <Globe /> };

export function SavedViews() {
  const { t } = useTranslation("triage");
  const views = useSavedViews();
  const counts = useCounts().data;
  const { list, movable, step } = useReorder(views.map((view) => view.id));
  const byId = new Map(views.map((view) => [view.id, view]));
  return (
    <section aria-label={t("views.section")} className="mt-4">
      <div className="flex h-6 items-center ps-2">
        <h3 className="min-w-0 flex-1 truncate text-xs font-medium text-faint">{t("views.section")}</h3>
        <IconButton size="sm" label={t("views.new")} onClick={() => drafting.set({ kind: "new" })}>
          <Plus />
        </IconButton>
      </div>
      {views.length === 0 && <p className="px-2 py-1 text-xs text-faint">{t("views.empty")}</p>}
      <ul>
        {list.map((id) => {
          const view = byId.get(id)!;
          return (
            <ViewLink
              key={id}
              viewKey={id}
              icon={icons[view.scope]}
              label={view.name}
              count={counts?.saved[id] ?? undefined}
              cap={counts?.cap}
              movable={movable(id, view.name)}
              aside={<ViewMenu view={view} onStep={(by) => step(id, by, view.name)} />}
            />
          );
        })}
      </ul>
    </section>
  );
}

type MenuProps = { view: View; onStep: (by: 1 | -1) => void };

function ViewMenu({ view, onStep }: MenuProps) {
  const { t } = useTranslation("triage");
  const slug = useSlug();
  const remove = useRemoveView();
  const copyLink = () => {
    void navigator.clipboard.writeText(location.origin + inboxPath(slug, view.id));
    notify({ text: t("views.link_copied") });
  };
  return (
    <Menu
      align="end"
      trigger={
        <IconButton size="sm" label={t("views.options", { name: view.name })}>
          <EllipsisVertical />
        </IconButton>
      }
    >
      {view.editable && (
        <>
          <MenuItem icon={<Pencil />} onSelect={() => drafting.set({ kind: "edit", view })}>
            {t("views.edit")}
          </MenuItem>
          <MenuItem icon={<TextCursor />} onSelect={() => drafting.set({ kind: "rename", view })}>
            {t("views.rename")}
          </MenuItem>
        </>
      )}
      <MenuItem icon={<Copy />} onSelect={() => drafting.set({ kind: "copy", view })}>
        {t("views.duplicate")}
      </MenuItem>
      <MenuItem icon={<Link />} onSelect={copyLink}>
        {t("views.copy_link")}
      </MenuItem>
      <MenuSeparator />
      <MenuItem icon={<ArrowUp />} keys="alt+arrowup" onSelect={() => onStep(-1)}>
        {t("views.move_up")}
      </MenuItem>
      <MenuItem icon={<ArrowDown />} keys="alt+arrowdown" onSelect={() => onStep(1)}>
        {t("views.move_down")}
      </MenuItem>
      {view.editable && (
        <>
          <MenuSeparator />
          <MenuItem icon={<Trash2 />} danger onSelect={() => void remove(view)}>
            {t("views.delete")}
          </MenuItem>
        </>
      )}
    </Menu>
  );
}

/** Gone at once; taken back by making it anew as it was, under the id that links and the member's order know. */
function useRemoveView() {
  const { t } = useTranslation("triage");
  const client = useQueryClient();
  const place = usePlace();
  return async (view: View) => {
    const selected = place.view.key === view.id;
    try {
      await deleteView(view.id);
    } catch (error) {
      return void notify({ tone: "error", text: errorText(error) });
    }
    client.setQueryData<View[]>(keys.views, (now) => now?.filter((one) => one.id !== view.id));
    if (selected) place.showView("mine");
    const text = t("views.deleted", { name: view.name });
    const entry = pushUndo(text, async () => {
      const { id, name, icon, scope, team_id, filter, sort, columns } = view;
      const again = await createView({ id, name, icon, scope, team_id, filter, sort, columns });
      client.setQueryData<View[]>(keys.views, (now) => now && [...now, again]);
      if (selected) place.showView(again.id);
    });
    notify({ text, undo: () => void undo(entry.id) });
  };
}
