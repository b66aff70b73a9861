/** What the people of a company wrote, newest first. */
import { useInfiniteQuery } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";
import { listCompanyConversations } from "../../api/records.ts";
import { Button } from "../../ui/button.tsx";
import { ErrorState, SkeletonRows } from "../../ui/states.tsx";
import { ConversationRows } from "../contacts/RecentConversations.tsx";

export function CompanyConversations({ id }: { id: string }) {
  const { t } = useTranslation("people");
  const query = useInfiniteQuery({
    queryKey: ["companies", "one", id, "conversations"],
    queryFn: ({ pageParam, signal }) => listCompanyConversations(id, pageParam, signal),
    initialPageParam: null as string | null,
    getNextPageParam: (page) => page.nextCursor,
  });
  if (query.isPending) return <SkeletonRows rows={3} />;
  if (query.isError) return <ErrorState compact error={query.error} onRetry={() => void query.refetch()} />;
  const rows = query.data.pages.flatMap((page) => page.items);
  if (!rows.length) return <p className="text-sm text-muted">{t("company.no_conversations")}</p>;
  return (
    <>
      <ConversationRows rows={rows} />
      {query.hasNextPage && (
        <Button size="sm" className="mt-2" busy={query.isFetchingNextPage} onClick={() => void query.fetchNextPage()}>
          {t("showMore", { ns: "common" })}
        </Button>
      )}
    </>
  );
}
