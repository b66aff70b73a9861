/** How this person is reached and recognised: added, proven, moved to somebody else, removed. */
import type { Contact, ContactIdentity } from "@omniflow/contract";
import { ArrowRightLeft, BadgeCheck, MoreHorizontal, Plus, Trash2 } from "lucide-react";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { addIdentity, moveIdentity, removeIdentity, verifyIdentity } from "../../api/person.ts";
import { Button, IconButton } from "../../ui/button.tsx";
import { Dialog } from "../../ui/dialog.tsx";
import { Input, Select } from "../../ui/input.tsx";
import { Menu, MenuItem, MenuSeparator } from "../../ui/menu.tsx";
import { notify } from "../../ui/toast.tsx";
import { Identities } from "../contacts/Identities.tsx";
import { RecordSearch } from "./RecordSearch.tsx";
import { useAct } from "./use-act.ts";

type Props = { contact: Contact; locked: boolean };
const kinds = ["email", "phone", "handle"] as const;

export function IdentityList({ contact, locked }: Props) {
  const { t } = useTranslation(["people", "contacts"]);
  const act = useAct({ kind: "contact", id: contact.id });
  const [kind, setKind] = useState<(typeof kinds)[number]>("email");
  const [text, setText] = useState("");
  const [adding, setAdding] = useState(false);
  const [moving, setMoving] = useState<ContactIdentity | null>(null);
  if (locked) return <Identities contact={contact} />;
  const add = async () => {
    if (!text.trim()) return;
    if (await act(() => addIdentity(contact.id, { kind, value: text.trim() }))) {
      setText("");
      setAdding(false);
    }
  };
  return (
    <>
      <Identities
        contact={contact}
        aside={(identity) => (
          <Menu
            align="end"
            trigger={
              <IconButton size="sm" label={t("identity.more", { value: identity.value })}>
                <MoreHorizontal />
              </IconButton>
            }
          >
            <MenuItem
              icon={<BadgeCheck />}
              onSelect={() => void act(() => verifyIdentity(contact.id, identity.id, !identity.verified))}
            >
              {t(identity.verified ? "identity.unverify" : "identity.verify")}
            </MenuItem>
            <MenuItem icon={<ArrowRightLeft />} onSelect={() => setMoving(identity)}>
              {t("identity.move")}
            </MenuItem>
            <MenuSeparator />
            <MenuItem
              danger
              icon={<Trash2 />}
              onSelect={() =>
                void act(() => removeIdentity(contact.id, identity.id)).then(
                  (done) =>
                    done &&
                    notify({
                      text: t("identity.removed", { value: identity.value }),
                      undo: () =>
                        act(() =>
                          addIdentity(contact.id, {
                            kind: identity.kind,
                            value: identity.value,
                            verified: identity.verified,
                          }),
                        ),
                    }),
                )
              }
            >
              {t("identity.remove")}
            </MenuItem>
          </Menu>
        )}
      />
      {adding ? (
        <form
          className="flex gap-1.5"
          onSubmit={(event) => {
            event.preventDefault();
            void add();
          }}
        >
          <Select
            aria-label={t("identity.kind")}
            value={kind}
            onChange={(event) => setKind(event.target.value as typeof kind)}
          >
            {kinds.map((one) => (
              <option key={one} value={one}>
                {t(`contacts:identity.${one}`)}
              </option>
            ))}
          </Select>
          <Input
            autoFocus
            aria-label={t("identity.value")}
            value={text}
            maxLength={320}
            onChange={(event) => setText(event.target.value)}
            onKeyDown={(event) => event.key === "Escape" && setAdding(false)}
          />
          <Button type="submit" look="primary">
            {t("add")}
          </Button>
        </form>
      ) : (
        <Button look="ghost" size="sm" className="-ms-2" onClick={() => setAdding(true)}>
          <Plus /> {t("identity.add")}
        </Button>
      )}
      {moving && (
        <Dialog
          open
          title={t("identity.move_title", { value: moving.value })}
          description={t("identity.move_lead")}
          onClose={() => setMoving(null)}
        >
          <RecordSearch
            kind="contact"
            except={contact.id}
            onChoose={(to) => {
              setMoving(null);
              void act(() => moveIdentity(contact.id, moving.id, to)).then(
                (done) => done && notify({ text: t("identity.moved", { value: moving.value }) }),
              );
            }}
          />
        </Dialog>
      )}
    </>
  );
}
