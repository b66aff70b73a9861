/** Everything with a person or a company on one line: conversations over all channels, tickets, notes, and what was changed by whom. */
import type { CompanyTimelineItem } from "@omniflow/contract";
import { useInfiniteQuery } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";
import { listRecordTimeline } from "../../../api/person.ts";
import { Button } from "../../../ui/button.tsx";
import { EmptyState, ErrorState, SkeletonRows } from "../../../ui/states.tsx";
import { NoteField } from "../Notes.tsx";
import { type RecordRef, timelineKey } from "../use-act.ts";
import { TimelineItem } from "./TimelineItem.tsx";

type Props = { of: RecordRef; locked: boolean };

export function Timeline({ of, locked }: Props) {
  const { t } = useTranslation("people");
  const query = useInfiniteQuery({
    queryKey: timelineKey(of),
    queryFn: ({ pageParam, signal }) => listRecordTimeline(of, pageParam, signal),
    initialPageParam: null as string | null,
    getNextPageParam: (page) => page.nextCursor,
  });
  const items = query.data?.pages.flatMap((page) => page.items) ?? [];
  return (
    <>
      {!locked && <NoteField of={of} />}
      {query.isPending && <SkeletonRows rows={5} />}
      {query.isError && <ErrorState compact error={query.error} onRetry={() => void query.refetch()} />}
      {query.isSuccess && items.length === 0 && <EmptyState title={t("timeline.empty")} className="py-8" />}
      <ol className="grid grid-cols-[minmax(0,1fr)] gap-px">
        {items.map((item, at) => (
          <li key={item.id} className="flex gap-3 border-b border-line py-2.5 last:border-b-0">
            <TimelineItem item={item} of={of} locked={locked || wasTakenApart(item, items.slice(0, at))} />
          </li>
        ))}
      </ol>
      {query.hasNextPage && (
        <Button size="sm" className="mt-3" busy={query.isFetchingNextPage} onClick={() => void query.fetchNextPage()}>
          {t("showMore", { ns: "common" })}
        </Button>
      )}
    </>
  );
}

/** A merge that was undone later cannot be undone again; the newest comes first. */
function wasTakenApart(merge: CompanyTimelineItem, since: CompanyTimelineItem[]): boolean {
  if (!merge.event?.type.endsWith(".merged")) return false;
  const source = merge.event.data.source_id;
  return since.some(({ event }) => event?.type.endsWith(".unmerged") && event.data.source_id === source);
}
