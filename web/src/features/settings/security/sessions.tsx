/** Where this account is signed in, and ending it there. */
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { Monitor, Smartphone } from "lucide-react";
import { useTranslation } from "react-i18next";
import { keys } from "../../../api/keys.ts";
import { listSessions, revokeOtherSessions, revokeSession, type Session } from "../../../api/people.ts";
import { Badge } from "../../../ui/badge.tsx";
import { Button } from "../../../ui/button.tsx";
import { Loaded } from "../../../ui/loaded.tsx";
import { RelativeTime } from "../../../ui/relative-time.tsx";
import { errorText } from "../../../ui/states.tsx";
import { notify } from "../../../ui/toast.tsx";
import { Group } from "../pane.tsx";
import { deviceName } from "./device.ts";

export function SessionsGroup() {
  const { t } = useTranslation("settings");
  const client = useQueryClient();
  const sessions = useQuery({ queryKey: keys.sessions, queryFn: listSessions });
  const revoke = useMutation({
    mutationFn: (id: string | null) => (id ? revokeSession(id) : revokeOtherSessions()),
    onSuccess: () => client.invalidateQueries({ queryKey: keys.sessions }),
    onError: (error) => notify({ tone: "error", text: errorText(error) }),
  });
  const others = (sessions.data ?? []).filter((one) => !one.current).length;
  return (
    <Group
      title={t("sessions.title")}
      lead={t("sessions.lead")}
      action={
        others > 0 && (
          <Button size="sm" busy={revoke.isPending && revoke.variables === null} onClick={() => revoke.mutate(null)}>
            {t("sessions.endOthers")}
          </Button>
        )
      }
    >
      <Loaded query={sessions}>
        {(list) => (
          <ul className="divide-y divide-line rounded-lg border border-line">
            {list.map((session) => (
              <SessionRow
                key={session.id}
                session={session}
                busy={revoke.isPending && revoke.variables === session.id}
                onEnd={() => revoke.mutate(session.id)}
              />
            ))}
          </ul>
        )}
      </Loaded>
    </Group>
  );
}

function SessionRow({ session, busy, onEnd }: { session: Session; busy: boolean; onEnd: () => void }) {
  const { t } = useTranslation("settings");
  const device = deviceName(session.user_agent);
  const Icon = device.phone ? Smartphone : Monitor;
  return (
    <li className="flex items-center gap-3 px-4 py-2.5">
      <Icon aria-hidden className="size-4 shrink-0 text-faint" />
      <div className="min-w-0 flex-1">
        <p className="truncate text-sm text-ink">{device.name || t("sessions.unknown")}</p>
        <p className="truncate text-xs text-muted">
          {session.ip && <span className="tabular">{session.ip} · </span>}
          <RelativeTime at={session.last_seen_at} style="sentence" />
        </p>
      </div>
      {session.current ? (
        <Badge tone="success">{t("sessions.current")}</Badge>
      ) : (
        <Button look="ghost" size="sm" busy={busy} onClick={onEnd}>
          {t("sessions.end")}
        </Button>
      )}
    </li>
  );
}
