/** `?`: every key there is, as this member has them. */
import { Keyboard } from "lucide-react";
import { chosenKeys, keysOf } from "../keyboard/catalogue.ts";
import { editorKeys, listed } from "../keyboard/listed.ts";
import { useActionNames } from "../keyboard/names.ts";
import { useStore } from "../lib/store.ts";
import { Button } from "../ui/button.tsx";
import { Dialog } from "../ui/dialog.tsx";
import { Kbd } from "../ui/kbd.tsx";
import { useGo } from "./workspace-link.ts";

export function ShortcutSheet({ onClose }: { onClose: () => void }) {
  const { t, nameOf, groupName } = useActionNames();
  const go = useGo();
  useStore(chosenKeys);
  const change = () => {
    onClose();
    go("/settings/keyboard");
  };
  return (
    <Dialog
      open
      onClose={onClose}
      title={t("frame:sheet.title")}
      description={t("frame:sheet.hint")}
      size="lg"
      footer={
        <Button size="sm" onClick={change}>
          <Keyboard /> {t("sheet.change")}
        </Button>
      }
    >
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable by keyboard */}
      <div tabIndex={0} className="columns-1 gap-8 pb-3 outline-none md:columns-2">
        {listed.map(({ group, actions }) => (
          <section key={group} className="mb-5">
            <h3 className="mb-1 break-after-avoid text-xs font-medium text-faint">{groupName(group)}</h3>
            <dl>
              {actions.map((action) => (
                <Row key={action.id} name={nameOf(action)} keys={keysOf(action.id)} none={t("none")} />
              ))}
              {group === "writing" &&
                editorKeys.map(({ text, keys }) => <Row key={keys} name={nameOf({ text })} keys={[keys]} />)}
            </dl>
          </section>
        ))}
      </div>
    </Dialog>
  );
}

function Row({ name, keys, none }: { name: string; keys: readonly string[]; none?: string }) {
  return (
    <div className="flex min-h-7 break-inside-avoid items-center justify-between gap-4">
      <dt className="text-sm text-ink">{name}</dt>
      <dd className="flex gap-2">
        {keys.map((one) => (
          <Kbd key={one} keys={one} />
        ))}
        {keys.length === 0 && <span className="text-xs text-faint">{none}</span>}
      </dd>
    </div>
  );
}
