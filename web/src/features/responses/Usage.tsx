/** How responses are used: by response, folder or member. */
import { usageGroups } from "@omniflow/contract";
import { useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { keys } from "../../api/keys.ts";
import { getUsage } from "../../api/responses.ts";
import { Select } from "../../ui/input.tsx";
import { Loaded } from "../../ui/loaded.tsx";
import { EmptyState } from "../../ui/states.tsx";
import { Table, Td, Th } from "../../ui/table.tsx";
import { Pane } from "../settings/pane.tsx";

export function Usage() {
  const { t, i18n } = useTranslation("responses");
  const [by, setBy] = useState<(typeof usageGroups)[number]>("response");
  const [days, setDays] = useState(90);
  const query = useQuery({
    queryKey: [...keys.responses, "usage", by, days],
    queryFn: () => getUsage(by, days),
    placeholderData: (before) => before,
  });
  const percent = new Intl.NumberFormat(i18n.language, { style: "percent", maximumFractionDigits: 0 });
  const minutes = (value: number | null) =>
    value === null
      ? "–"
      : value < 90
        ? t("usage.minutes", { count: Math.round(value) })
        : t("usage.hours", { count: Math.round(value / 60) });
  return (
    <Pane
      wide
      title={t("usage.title")}
      lead={t("usage.lead")}
      action={
        <>
          <Select aria-label={t("usage.by")} value={by} onChange={(event) => setBy(event.target.value as typeof by)}>
            {usageGroups.map((group) => (
              <option key={group} value={group}>
                {t(`usage.group.${group}`)}
              </option>
            ))}
          </Select>
          <Select aria-label={t("usage.period")} value={days} onChange={(event) => setDays(Number(event.target.value))}>
            {[7, 30, 90, 365].map((count) => (
              <option key={count} value={count}>
                {t("usage.days", { count })}
              </option>
            ))}
          </Select>
        </>
      }
    >
      <Loaded query={query}>
        {(rows) =>
          rows.length === 0 ? (
            <EmptyState title={t("usage.none")} />
          ) : (
            <Table label={t("usage.title")}>
              <thead>
                <tr>
                  <Th>{t(`usage.group.${by}`)}</Th>
                  {(["inserted", "sent", "edited", "replied", "reply_minutes"] as const).map((column) => (
                    <Th key={column} className="text-end">
                      {t(`usage.column.${column}`)}
                    </Th>
                  ))}
                </tr>
              </thead>
              <tbody className="tabular">
                {rows.map((row) => (
                  <tr key={row.key}>
                    <Td className="max-w-64 truncate">
                      <bdi>{row.name || "–"}</bdi>
                    </Td>
                    <Td className="text-end">{row.inserted}</Td>
                    <Td className="text-end">{row.sent}</Td>
                    <Td className="text-end">{row.edited === null ? "–" : percent.format(row.edited)}</Td>
                    <Td className="text-end">{row.sent > 0 ? percent.format(row.replied / row.sent) : "–"}</Td>
                    <Td className="text-end">{minutes(row.reply_minutes)}</Td>
                  </tr>
                ))}
              </tbody>
            </Table>
          )
        }
      </Loaded>
    </Pane>
  );
}
