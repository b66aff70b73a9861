/** Keys for scripts and other systems. */

import type { ApiKey } from "@omniflow/contract";
import type { Permission } from "@omniflow/contract/permissions";
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { KeyRound, Plus } from "lucide-react";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { keys } from "../../../api/keys.ts";
import { deleteApiKey, listApiKeys } from "../../../api/people.ts";
import { formatDate } from "../../../i18n/format.ts";
import { Button } from "../../../ui/button.tsx";
import { Confirm } from "../../../ui/confirm.tsx";
import { Loaded } from "../../../ui/loaded.tsx";
import { RelativeTime } from "../../../ui/relative-time.tsx";
import { EmptyState } from "../../../ui/states.tsx";
import { Table, Td, Th } from "../../../ui/table.tsx";
import { Pane } from "../pane.tsx";
import { CreateKey } from "./create.tsx";

export function ApiKeySettings() {
  const { t } = useTranslation("settings");
  const list = useQuery({ queryKey: keys.apiKeys, queryFn: listApiKeys });
  const [creating, setCreating] = useState(false);
  const [revoking, setRevoking] = useState<ApiKey | null>(null);
  const add = (
    <Button look="primary" onClick={() => setCreating(true)}>
      <Plus aria-hidden /> {t("apiKeys.add")}
    </Button>
  );
  return (
    <Pane
      wide
      title={t("nav.api-keys")}
      lead={
        <>
          {t("apiKeys.lead")}{" "}
          <a href="/api/docs" target="_blank" rel="noreferrer" className="text-accent-ink underline underline-offset-2">
            {t("apiKeys.docs")}
          </a>
        </>
      }
      action={list.data?.length ? add : null}
    >
      <Loaded query={list}>
        {(all) =>
          all.length === 0 ? (
            <EmptyState
              icon={<KeyRound />}
              title={t("apiKeys.emptyTitle")}
              action={add}
              className="rounded-lg border border-line"
            >
              {t("apiKeys.emptyLead")}
            </EmptyState>
          ) : (
            <KeyTable list={all} onRevoke={setRevoking} />
          )
        }
      </Loaded>
      {creating && <CreateKey onClose={() => setCreating(false)} />}
      {revoking && <Revoke apiKey={revoking} onClose={() => setRevoking(null)} />}
    </Pane>
  );
}

function KeyTable({ list, onRevoke }: { list: readonly ApiKey[]; onRevoke: (key: ApiKey) => void }) {
  const { t } = useTranslation("settings");
  return (
    <Table label={t("nav.api-keys")}>
      <thead>
        <tr>
          <Th>{t("apiKeys.name")}</Th>
          <Th>{t("apiKeys.key")}</Th>
          <Th>{t("apiKeys.scopes")}</Th>
          <Th>{t("apiKeys.lastUsed")}</Th>
          <Th>{t("apiKeys.expires")}</Th>
          <Th>
            <span className="sr-only">{t("apiKeys.revoke")}</span>
          </Th>
        </tr>
      </thead>
      <tbody>
        {list.map((key) => (
          <tr key={key.id}>
            <Td className="max-w-56 truncate font-medium">{key.name}</Td>
            <Td className="font-mono text-xs text-muted">{key.prefix}…</Td>
            <Td className="text-muted" title={key.scopes.map((scope) => t(`may.${scope as Permission}`)).join("\n")}>
              {t("apiKeys.scopeCount", { count: key.scopes.length })}
            </Td>
            <Td className="text-muted">
              {key.last_used_at ? <RelativeTime at={key.last_used_at} style="sentence" /> : t("apiKeys.never")}
            </Td>
            <Td className="text-muted">{key.expires_at ? formatDate(key.expires_at) : t("apiKeys.noExpiry")}</Td>
            <Td className="text-end">
              <Button
                size="sm"
                look="ghost"
                aria-label={t("apiKeys.revokeOne", { name: key.name })}
                onClick={() => onRevoke(key)}
              >
                {t("apiKeys.revoke")}
              </Button>
            </Td>
          </tr>
        ))}
      </tbody>
    </Table>
  );
}

function Revoke({ apiKey, onClose }: { apiKey: ApiKey; onClose: () => void }) {
  const { t } = useTranslation("settings");
  const client = useQueryClient();
  const revoke = useMutation({
    mutationFn: () => deleteApiKey(apiKey.id),
    onSuccess: () => {
      void client.invalidateQueries({ queryKey: keys.apiKeys });
      onClose();
    },
  });
  return (
    <Confirm
      title={t("apiKeys.revokeTitle", { name: apiKey.name })}
      action={t("apiKeys.revoke")}
      busy={revoke.isPending}
      error={revoke.error}
      onConfirm={() => revoke.mutate()}
      onClose={onClose}
    >
      {t("apiKeys.revokeLead")}
    </Confirm>
  );
}
