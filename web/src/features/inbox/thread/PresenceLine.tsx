/** Which teammates have this conversation open, and who of them is writing. */
import { useTranslation } from "react-i18next";
import { formatList } from "../../../i18n/format.ts";
import { cn } from "../../../lib/cn.ts";
import { Avatar } from "../../../ui/avatar.tsx";
import { Tooltip } from "../../../ui/tooltip.tsx";
import { useMembersById } from "../queries/lookups.ts";
import { useOthers } from "../queries/others.ts";

export function PresenceLine({ id }: { id: string }) {
  const { t } = useTranslation(["inbox", "timeline"]);
  const others = useOthers(id);
  const members = useMembersById();
  const name = (memberId: string) => members.get(memberId)?.name ?? t("event.somebody", { ns: "timeline" });
  const writing = others.filter((one) => one.state !== "viewing");
  const said =
    writing.length > 0
      ? t(writing.every((one) => one.state === "typing_note") ? "presence.typing_note" : "presence.typing", {
          names: formatList(writing.map((one) => name(one.member_id))),
          count: writing.length,
        })
      : others.length > 0
        ? t("presence.viewing", { names: formatList(others.map((one) => name(one.member_id))), count: others.length })
        : "";
  return (
    <div className="ms-auto flex shrink-0 items-center gap-2 pe-2">
      <span
        aria-live="polite"
        className={cn("max-w-48 truncate text-xs text-muted", writing.length === 0 && "sr-only")}
      >
        {said}
      </span>
      {others.length > 0 && (
        <Tooltip label={said}>
          <span className="flex -space-x-1.5 rtl:space-x-reverse">
            {others.slice(0, 3).map((one) => (
              <span
                key={one.member_id}
                className={cn("rounded-full ring-2", one.state === "viewing" ? "ring-accent" : "ring-status-pending")}
              >
                <Avatar name={name(one.member_id)} id={one.member_id} size="xs" />
              </span>
            ))}
          </span>
        </Tooltip>
      )}
    </div>
  );
}
