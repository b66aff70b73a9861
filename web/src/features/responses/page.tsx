/** Canned responses: the list with its folders, and beside it the one that is open, what needs a look, or how they are used. */
import { useParams } from "@tanstack/react-router";
import { MessageSquareQuote } from "lucide-react";
import { lazy, Suspense, useEffect } from "react";
import { useTranslation } from "react-i18next";
import { useMe } from "../../frame/me.ts";
import { useGo } from "../../frame/workspace-link.ts";
import { useNarrow } from "../../lib/use-media.ts";
import { Button } from "../../ui/button.tsx";
import { ResizablePane } from "../../ui/panes.tsx";
import { EmptyState, SkeletonRows } from "../../ui/states.tsx";
import { ResponseList } from "./ResponseList.tsx";

const ResponseEditor = lazy(() =>
  import("./ResponseEditor.tsx").then((module) => ({ default: module.ResponseEditor })),
);
const Attention = lazy(() => import("./Attention.tsx").then((module) => ({ default: module.Attention })));
const Usage = lazy(() => import("./Usage.tsx").then((module) => ({ default: module.Usage })));

export function ResponsesPage() {
  const { t } = useTranslation("responses");
  const { responseId } = useParams({ strict: false }) as { responseId?: string };
  const narrow = useNarrow();
  const me = useMe();
  useEffect(() => {
    document.title = `${t("title")} · ${me.workspace.name}`;
  }, [t, me.workspace.name]);
  const beside = (
    <ResizablePane
      key="list"
      name="responses"
      label={t("list.resize")}
      initial={360}
      min={280}
      max={560}
      className="border-e border-line"
    >
      <ResponseList selected={responseId ?? null} />
    </ResizablePane>
  );
  // One tree for every width: what is being written outlives a turned tablet.
  return (
    <div className="flex h-full min-h-0">
      {narrow
        ? !responseId && (
            <div key="list" className="min-w-0 flex-1">
              <ResponseList selected={null} />
            </div>
          )
        : beside}
      {(!narrow || responseId) && (
        <div key="detail" className="min-w-0 flex-1 overflow-y-auto">
          {responseId ? <Detail id={responseId} narrow={narrow} /> : <NothingOpen />}
        </div>
      )}
    </div>
  );
}

function Detail({ id, narrow }: { id: string; narrow?: boolean }) {
  const { t } = useTranslation(["responses", "common"]);
  const go = useGo();
  return (
    <Suspense fallback={<SkeletonRows rows={6} className="p-8" />}>
      {narrow && (
        <div className="px-4 pt-3">
          <Button size="sm" look="ghost" onClick={() => go("/responses")}>
            {t("common:back")}
          </Button>
        </div>
      )}
      {id === "attention" ? (
        <Attention />
      ) : id === "usage" ? (
        <Usage />
      ) : (
        <ResponseEditor key={id} id={id === "new" ? null : id} />
      )}
    </Suspense>
  );
}

function NothingOpen() {
  const { t } = useTranslation("responses");
  const go = useGo();
  return (
    <EmptyState
      icon={<MessageSquareQuote />}
      title={t("none_open")}
      className="pt-32"
      action={
        <Button look="primary" onClick={() => go("/responses/new")}>
          {t("list.new")}
        </Button>
      }
    >
      {t("none_open_hint")}
    </EmptyState>
  );
}
