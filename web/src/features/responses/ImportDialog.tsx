/** Taking responses in from a file: looked at first, then done. */
import type { ResponseImport, ResponseImportResult } from "@omniflow/contract";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { FileUp } from "lucide-react";
import { useRef, useState } from "react";
import { useTranslation } from "react-i18next";
import { keys } from "../../api/keys.ts";
import { importResponses } from "../../api/responses.ts";
import { languageName } from "../../lib/languages.ts";
import { useSaid } from "../../said/index.ts";
import { Button } from "../../ui/button.tsx";
import { Checkbox } from "../../ui/check.tsx";
import { Dialog } from "../../ui/dialog.tsx";
import { ErrorState } from "../../ui/states.tsx";

export function ImportDialog({ onClose }: { onClose: () => void }) {
  const { t } = useTranslation(["responses", "common"]);
  const client = useQueryClient();
  const [file, setFile] = useState<Pick<ResponseImport, "format" | "content"> | null>(null);
  const [name, setName] = useState<string | null>(null);
  const input = useRef<HTMLInputElement>(null);
  const [update, setUpdate] = useState(false);
  const look = useMutation({ mutationFn: (input: ResponseImport) => importResponses({ ...input, dry_run: true }) });
  const run = useMutation({
    mutationFn: importResponses,
    onSuccess: () => void client.invalidateQueries({ queryKey: keys.responses }),
  });
  const check = (next: typeof file, existing: boolean) => {
    setFile(next);
    setUpdate(existing);
    if (next) look.mutate({ ...next, existing: existing ? "update" : "skip" });
  };
  const choose = async (chosen: File | undefined) => {
    if (!chosen) return;
    const content = await chosen.text();
    setName(chosen.name);
    check({ format: /\.json$/i.test(chosen.name) || /^\s*\[/.test(content) ? "json" : "csv", content }, update);
  };
  const result = run.data ?? look.data;
  const count = result ? result.created + result.updated : 0;
  return (
    <Dialog
      open
      title={t("import.title")}
      description={t("import.lead")}
      onClose={onClose}
      footer={
        run.data ? (
          <Button look="primary" onClick={onClose}>
            {t("common:done")}
          </Button>
        ) : (
          <>
            <Button onClick={onClose}>{t("common:cancel")}</Button>
            <Button
              look="primary"
              busy={run.isPending}
              disabled={!file || count === 0}
              onClick={() => run.mutate({ ...file!, existing: update ? "update" : "skip" })}
            >
              {result ? t("import.run", { count }) : t("import.title")}
            </Button>
          </>
        )
      }
    >
      <div className="grid gap-3 text-sm">
        {!run.data && (
          <>
            <div className="flex min-w-0 items-center gap-3">
              <Button size="sm" busy={look.isPending} onClick={() => input.current?.click()}>
                <FileUp /> {t("import.choose")}
              </Button>
              <bdi className="truncate text-muted">{name ?? t("import.no_file")}</bdi>
            </div>
            <input
              ref={input}
              type="file"
              accept=".csv,.json,text/csv,application/json"
              aria-label={t("import.file")}
              className="sr-only"
              tabIndex={-1}
              onChange={(event) => {
                void choose(event.target.files?.[0]);
                // The same file, corrected, can be chosen again.
                event.target.value = "";
              }}
            />
            <Checkbox label={t("import.update")} checked={update} onChange={(on) => check(file, on)} />
          </>
        )}
        {(look.error ?? run.error) && <ErrorState compact error={run.error ?? look.error} />}
        {result && <Outcome result={result} done={run.data !== undefined} />}
      </div>
    </Dialog>
  );
}

/** A text of several that is wrong is told by its language. */
function languageAt(field: string | undefined): string {
  const language = /^variants\.([a-z]{2,3}(?:-\w+)*)$/i.exec(field ?? "")?.[1];
  return language ? `${languageName(language)}: ` : "";
}

function Outcome({ result, done }: { result: ResponseImportResult; done: boolean }) {
  const said = useSaid();
  const { t } = useTranslation("responses");
  return (
    <div role="status" className="grid gap-2">
      <p className="text-ink">
        {t(done ? "import.done" : "import.would", {
          created: result.created,
          updated: result.updated,
          skipped: result.skipped,
        })}
      </p>
      {result.errors.length > 0 && (
        <ul className="grid max-h-48 gap-1 overflow-y-auto rounded-md bg-danger-soft px-3 py-2 text-xs text-danger-ink">
          {result.errors.slice(0, 100).map((error) => (
            <li key={error.row}>
              {t(error.name ? "import.row" : "import.nameless", { row: error.row, name: error.name })}{" "}
              {languageAt(error.field)}
              {said(error.message)}
            </li>
          ))}
        </ul>
      )}
    </div>
  );
}
