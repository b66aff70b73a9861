/** What is held on one person: taken out as an archive, or deleted after a look at what goes and what stays. */
import type { Contact } from "@omniflow/contract";
import { useQuery, useQueryClient } from "@tanstack/react-query";
import { Download } from "lucide-react";
import { useEffect, useState } from "react";
import { useTranslation } from "react-i18next";
import { keys } from "../../api/keys.ts";
import { deletePerson, getPrivacyRequest, previewDeletion, requestArchive } from "../../api/person.ts";
import { useGo } from "../../frame/workspace-link.ts";
import { formatDateTime } from "../../i18n/format.ts";
import { buttonStyle } from "../../ui/button.tsx";
import { Confirm } from "../../ui/confirm.tsx";
import { Dialog } from "../../ui/dialog.tsx";
import { Spinner } from "../../ui/spinner.tsx";
import { ErrorState, Skeleton } from "../../ui/states.tsx";
import { notify } from "../../ui/toast.tsx";

type Props = { contact: Contact; what: "archive" | "delete"; onClose(): void };

export function PrivacyDialog({ contact, what, onClose }: Props) {
  return what === "archive" ? (
    <Archive contact={contact} onClose={onClose} />
  ) : (
    <Deletion contact={contact} onClose={onClose} />
  );
}

function Archive({ contact, onClose }: Omit<Props, "what">) {
  const { t } = useTranslation("people");
  const [id, setId] = useState<string | null>(null);
  const [error, setError] = useState<unknown>(null);
  useEffect(() => {
    requestArchive(contact.id).then((made) => setId(made.id), setError);
  }, [contact.id]);
  const query = useQuery({
    queryKey: ["privacy", id],
    queryFn: ({ signal }) => getPrivacyRequest(id!, signal),
    enabled: id !== null,
    refetchInterval: ({ state }) => (state.data && state.data.state !== "waiting" ? false : 1000),
  });
  const made = query.data;
  return (
    <Dialog open size="sm" title={t("privacy.archive")} description={t("privacy.archive_lead")} onClose={onClose}>
      <div className="grid gap-3 pb-3 text-sm">
        {!made?.url && !error && made?.state !== "failed" && (
          <p role="status" className="flex items-center gap-2 text-muted">
            <Spinner /> {t("privacy.gathering")}
          </p>
        )}
        {made?.url && (
          <>
            <a href={made.url} download className={buttonStyle({ look: "primary" })}>
              <Download /> {t("privacy.download")}
            </a>
            {made.expires_at && (
              <p className="text-xs text-muted">{t("privacy.expires", { at: formatDateTime(made.expires_at) })}</p>
            )}
          </>
        )}
        {made?.state === "failed" && <p className="text-danger-ink">{t("privacy.failed")}</p>}
        {Boolean(error) && <ErrorState compact error={error} />}
      </div>
    </Dialog>
  );
}

const goes = ["conversations", "messages", "tickets", "files", "notes", "identities", "visits", "imports"] as const;

function Deletion({ contact, onClose }: Omit<Props, "what">) {
  const { t } = useTranslation("people");
  const go = useGo();
  const client = useQueryClient();
  const [busy, setBusy] = useState(false);
  const [error, setError] = useState<unknown>(null);
  const preview = useQuery({
    queryKey: [...keys.contact(contact.id), "privacy"],
    queryFn: ({ signal }) => previewDeletion(contact.id, signal),
    staleTime: 0,
  });
  const run = async () => {
    setBusy(true);
    setError(null);
    try {
      await deletePerson(contact.id);
      void client.invalidateQueries({ queryKey: ["contacts", "list"] });
      void client.invalidateQueries({ queryKey: keys.conversationLists });
      notify({ text: t("privacy.deleted") });
      onClose();
      go("/contacts");
      // Only now: while the page is there, what is taken out of memory is asked for again.
      setTimeout(() => client.removeQueries({ queryKey: keys.contact(contact.id) }));
    } catch (problem) {
      setError(problem);
      setBusy(false);
    }
  };
  return (
    <Confirm
      title={t("privacy.delete_title", { name: contact.name || t("unnamed") })}
      action={t("privacy.delete_now")}
      word={t("privacy.word")}
      busy={busy}
      error={error ?? preview.error}
      onConfirm={() => void run()}
      onClose={onClose}
    >
      {!preview.data && !preview.isError && <Skeleton className="h-24" />}
      {preview.data && (
        <>
          <div>
            <p className="font-medium text-ink">{t("privacy.goes")}</p>
            <ul className="list-disc ps-5">
              {goes
                .filter((what) => preview.data.goes[what] > 0)
                .map((what) => (
                  <li key={what}>{t(`privacy.count_${what}`, { count: preview.data.goes[what] })}</li>
                ))}
            </ul>
          </div>
          <div>
            <p className="font-medium text-ink">{t("privacy.stays")}</p>
            <ul className="list-disc ps-5">
              {preview.data.stays.mentions > 0 && (
                <li>{t("privacy.stays_mentions", { count: preview.data.stays.mentions })}</li>
              )}
              {(["tickets_emptied", "tickets"] as const)
                .filter((what) => preview.data.stays[what] > 0)
                .map((what) => (
                  <li key={what}>{t(`privacy.stays_${what}`, { count: preview.data.stays[what] })}</li>
                ))}
              <li>{t("privacy.stays_audit")}</li>
            </ul>
          </div>
          <p>{t("privacy.no_undo")}</p>
        </>
      )}
    </Confirm>
  );
}
