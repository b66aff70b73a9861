/** Which workspace this is, and the others this person is in. Switching loads the page anew: nothing is shared between two. */
import { Plus } from "lucide-react";
import { lazy, Suspense, useState } from "react";
import { useTranslation } from "react-i18next";
import { Menu, MenuCheckItem, MenuItem, MenuLabel, MenuSeparator } from "../ui/menu.tsx";
import { useMe } from "./me.ts";

const open = (slug: string) => location.assign(`/w/${slug}/inbox`);
const NewWorkspace = lazy(() => import("./new-workspace.tsx").then((module) => ({ default: module.NewWorkspace })));

export function WorkspaceSwitch() {
  const { t } = useTranslation("frame");
  const me = useMe();
  const [adding, setAdding] = useState(false);
  return (
    <>
      <Menu
        side="end"
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
      <Suspense>{adding && <NewWorkspace onOpen={open} onClose={() => setAdding(false)} />}</Suspense>
    </>
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
