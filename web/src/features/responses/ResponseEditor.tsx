/** One response: loads it, or begins a new one (from a sent message, when that is where the member comes from). */
import type { CannedResponse } from "@omniflow/contract";
import { useQuery, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { ApiError } from "../../api/client.ts";
import { keys } from "../../api/keys.ts";
import { getResponse, restoreResponse } from "../../api/responses.ts";
import { Button } from "../../ui/button.tsx";
import { Loaded } from "../../ui/loaded.tsx";
import { errorText } from "../../ui/states.tsx";
import { notify } from "../../ui/toast.tsx";
import { EditorForm } from "./EditorForm.tsx";
import { prefill } from "./prefill.ts";

export function ResponseEditor({ id }: { id: string | null }) {
  const client = useQueryClient();
  const [from] = useState(() => (id === null ? prefill.get() : null));
  // Our own saves begin the form afresh; what colleagues do meets what is written in it.
  const [turn, setTurn] = useState(0);
  const query = useQuery({ queryKey: keys.response(id ?? ""), queryFn: () => getResponse(id!), enabled: id !== null });
  const put = (response: CannedResponse) => client.setQueryData(keys.response(response.id), response);
  const saved = (response: CannedResponse) => {
    put(response);
    setTurn((now) => now + 1);
  };
  if (id === null) return <EditorForm response={null} from={from} onSaved={put} onNewer={put} />;
  const gone = query.data !== undefined && query.error instanceof ApiError && query.error.status === 404;
  return (
    <>
      {gone && <Gone id={id} onBack={put} />}
      <Loaded query={query}>
        {(response) => <EditorForm key={turn} response={response} from={null} onSaved={saved} onNewer={put} />}
      </Loaded>
    </>
  );
}

/** Deleted by a colleague while it was open: what is written here stays, and can be saved once it is back. */
function Gone({ id, onBack }: { id: string; onBack: (response: CannedResponse) => void }) {
  const { t } = useTranslation("responses");
  const back = () =>
    restoreResponse(id).then(onBack, (error: unknown) => notify({ tone: "error", text: errorText(error) }));
  return (
    <section
      role="alert"
      className="flex flex-wrap items-center gap-3 bg-warning-soft px-8 py-3 text-sm text-warning-ink"
    >
      <p className="min-w-0 flex-1">{t("editor.gone")}</p>
      <Button size="sm" onClick={() => void back()}>
        {t("editor.bring_back")}
      </Button>
    </section>
  );
}
