/** Which workspace this is, and the others this person is in. Switching loads the page anew: nothing is shared between two. */
import { useMutation } from "@tanstack/react-query";
import { Plus } from "lucide-react";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { createWorkspace } from "../api/people.ts";
import { Button } from "../ui/button.tsx";
import { Dialog } from "../ui/dialog.tsx";
import { Field } from "../ui/field.tsx";
import { Input } from "../ui/input.tsx";
import { Menu, MenuCheckItem, MenuItem, MenuLabel, MenuSeparator } from "../ui/menu.tsx";
import { errorText } from "../ui/states.tsx";
import { useMe } from "./me.ts";

const open = (slug: string) => location.assign(`/w/${slug}/inbox`);

export function WorkspaceSwitch() {
  const { t } = useTranslation("frame");
  const me = useMe();
  const [adding, setAdding] = useState(false);
  return (
    <>
      <Menu
        side="right"
        trigger={
          <button
            type="button"
            aria-label={`${t("workspace.switch")}: ${me.workspace.name}`}
            className="grid size-9 place-items-center rounded-lg hover:bg-line/60 md:mb-1.5"
          >
            <WorkspaceMark name={me.workspace.name} />
          </button>
        }
      >
        <MenuLabel>{t("workspace.switch")}</MenuLabel>
        {me.workspaces.map((one) => (
          <MenuCheckItem
            key={one.id}
            checked={one.id === me.workspace.id}
            icon={<WorkspaceMark name={one.name} small />}
            onSelect={() => one.id !== me.workspace.id && open(one.slug)}
          >
            {one.name}
          </MenuCheckItem>
        ))}
        <MenuSeparator />
        <MenuItem icon={<Plus />} onSelect={() => setAdding(true)}>
          {t("workspace.new")}
        </MenuItem>
      </Menu>
      {adding && <NewWorkspace onClose={() => setAdding(false)} />}
    </>
  );
}

function NewWorkspace({ onClose }: { onClose: () => void }) {
  const { t } = useTranslation(["frame", "common"]);
  const [name, setName] = useState("");
  const create = useMutation({ mutationFn: createWorkspace, onSuccess: (made) => open(made.slug) });
  return (
    <Dialog
      open
      onClose={onClose}
      title={t("workspace.newTitle")}
      size="sm"
      footer={
        <>
          <Button onClick={onClose}>{t("common:cancel")}</Button>
          <Button look="primary" type="submit" form="new-workspace" busy={create.isPending} disabled={!name.trim()}>
            {t("common:create")}
          </Button>
        </>
      }
    >
      <form
        id="new-workspace"
        onSubmit={(event) => {
          event.preventDefault();
          create.mutate(name.trim());
        }}
      >
        <Field label={t("workspace.name")} error={create.error && errorText(create.error)} required>
          {(wiring) => <Input {...wiring} value={name} onChange={(event) => setName(event.target.value)} autoFocus />}
        </Field>
      </form>
    </Dialog>
  );
}

export function WorkspaceMark({ name, small }: { name: string; small?: boolean }) {
  return (
    <span
      aria-hidden
      className={`grid shrink-0 place-items-center rounded-md bg-accent font-semibold text-on-accent ${small ? "size-5 text-2xs" : "size-7 text-sm"}`}
    >
      {[...name.trim()][0]?.toLocaleUpperCase() ?? "O"}
    </span>
  );
}
