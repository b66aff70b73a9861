/** The pickers behind A, T, S, P and H: a searchable list in the middle of the screen, made for the keyboard. */
import { lazy, Suspense } from "react";
import { useTranslation } from "react-i18next";
import { preloadable } from "../../../lib/preloadable.tsx";
import { CommandDialog, CommandItem } from "../../../ui/command.tsx";
import { useInbox } from "../context.ts";
import { PriorityIcon, priorityOrder, StatusIcon, statusOrder } from "../status.tsx";
import { AssignPicker } from "./AssignPicker.tsx";
import { useCommands } from "./commands.ts";
import { TagPicker } from "./TagPicker.tsx";

const MergePicker = lazy(() => import("../merge/MergePicker.tsx").then((module) => ({ default: module.MergePicker })));
/** Fetched with the pickers themselves: what is typed after its key belongs to it. */
const transfer = preloadable(() => import("../transfer/TransferDialog.tsx").then((module) => module.TransferDialog));
transfer.preload();
const SnoozePicker = lazy(() => import("./SnoozePicker.tsx").then((module) => ({ default: module.SnoozePicker })));

export function Pickers() {
  const { picker, closePicker } = useInbox();
  if (!picker) return null;
  const props = { id: picker.id, onClose: closePicker };
  return (
    <Suspense>
      {picker.kind === "assign" && <AssignPicker {...props} />}
      {picker.kind === "tag" && <TagPicker {...props} />}
      {picker.kind === "status" && <StatusPicker {...props} />}
      {picker.kind === "priority" && <PriorityPicker {...props} />}
      {picker.kind === "snooze" && <SnoozePicker {...props} />}
      {picker.kind === "transfer" && <transfer.Component {...props} />}
      {picker.kind === "merge" && <MergePicker ids={[picker.id]} onClose={closePicker} />}
    </Suspense>
  );
}

export type PickerProps = { id: string; onClose: () => void };

function StatusPicker({ id, onClose }: PickerProps) {
  const { t } = useTranslation("inbox");
  const commands = useCommands();
  return (
    <CommandDialog
      open
      onClose={onClose}
      label={t("action.status")}
      placeholder={t("pick.status")}
      empty={t("pick.none")}
    >
      {statusOrder.map((status) => (
        <CommandItem
          key={status}
          value={t(`status.${status}`, { ns: "common" })}
          icon={<StatusIcon status={status} />}
          onSelect={() => {
            onClose();
            void commands.setStatus(id, status);
          }}
        >
          {t(`status.${status}`, { ns: "common" })}
        </CommandItem>
      ))}
    </CommandDialog>
  );
}

function PriorityPicker({ id, onClose }: PickerProps) {
  const { t } = useTranslation("inbox");
  const commands = useCommands();
  return (
    <CommandDialog
      open
      onClose={onClose}
      label={t("action.priority")}
      placeholder={t("pick.priority")}
      empty={t("pick.none")}
    >
      {priorityOrder.map((priority) => (
        <CommandItem
          key={priority}
          value={t(`priority.${priority}`, { ns: "common" })}
          icon={<PriorityIcon priority={priority} />}
          onSelect={() => {
            onClose();
            void commands.setPriority(id, priority);
          }}
        >
          {t(`priority.${priority}`, { ns: "common" })}
        </CommandItem>
      ))}
    </CommandDialog>
  );
}
