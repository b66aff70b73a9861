/** What needs a look: grouped by why, each leading to the response. */
import type { ResponseAttention } from "@omniflow/contract";
import { attentionReasons } from "@omniflow/contract";
import { useQuery } from "@tanstack/react-query";
import { CircleCheck } from "lucide-react";
import { useTranslation } from "react-i18next";
import { keys } from "../../api/keys.ts";
import { listAttention } from "../../api/responses.ts";
import { useGo, useSlug } from "../../frame/workspace-link.ts";
import { formatDate } from "../../i18n/format.ts";
import { useSaid } from "../../said/index.ts";
import { Loaded } from "../../ui/loaded.tsx";
import { EmptyState } from "../../ui/states.tsx";
import { Group, Pane } from "../settings/pane.tsx";

export function Attention() {
  const { t } = useTranslation("responses");
  const query = useQuery({ queryKey: [...keys.responses, "attention"], queryFn: listAttention });
  return (
    <Pane title={t("attention.title")} lead={t("attention.lead")}>
      <Loaded query={query}>
        {(list) => {
          const groups = Map.groupBy(list, (one) => one.reason);
          if (list.length === 0) return <EmptyState icon={<CircleCheck />} title={t("attention.none")} />;
          return (
            <>
              {attentionReasons
                .filter((reason) => groups.has(reason))
                .map((reason) => (
                  <Group key={reason} title={t(`attention.reason.${reason}`)}>
                    <ul className="divide-y divide-line rounded-lg border border-line">
                      {groups.get(reason)!.map((one) => (
                        <Line key={`${one.response.id}${one.detail}`} one={one} />
                      ))}
                    </ul>
                  </Group>
                ))}
            </>
          );
        }}
      </Loaded>
    </Pane>
  );
}

const isDate = ({ reason }: ResponseAttention) => reason === "review_due" || reason === "unused";

function Line({ one }: { one: ResponseAttention }) {
  const { t } = useTranslation("responses");
  const said = useSaid();
  const slug = useSlug();
  const go = useGo();
  return (
    <li>
      <a
        href={`/w/${slug}/responses/${one.response.id}`}
        onClick={(event) => {
          if (event.metaKey || event.ctrlKey || event.shiftKey) return;
          event.preventDefault();
          go(`/responses/${one.response.id}`);
        }}
        className="flex min-h-11 items-center gap-3 px-4 py-2 text-sm hover:bg-hover"
      >
        <bdi className="min-w-0 flex-1 truncate font-medium text-ink">{one.response.name}</bdi>
        <bdi className="min-w-0 truncate text-muted">
          {t(`attention.detail.${one.reason}`, { detail: isDate(one) ? formatDate(one.detail) : said(one.detail) })}
        </bdi>
      </a>
    </li>
  );
}
