/** Asks for the name of another workspace, makes it and goes there. */
import { useMutation } from "@tanstack/react-query";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { createWorkspace } from "../api/people.ts";
import { Button } from "../ui/button.tsx";
import { Dialog } from "../ui/dialog.tsx";
import { Field } from "../ui/field.tsx";
import { Input } from "../ui/input.tsx";
import { errorText } from "../ui/states.tsx";

export function NewWorkspace({ onOpen, onClose }: { onOpen: (slug: string) => void; onClose: () => void }) {
  const { t } = useTranslation(["frame", "common"]);
  const [name, setName] = useState("");
  const create = useMutation({ mutationFn: createWorkspace, onSuccess: (made) => onOpen(made.slug) });
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
